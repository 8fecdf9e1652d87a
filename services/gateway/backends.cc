#include "services/gateway/backends.h"

#include "common/status/reasons.h"
#include "common/status/status.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "services/gateway/errors.h"
#include "services/gateway/transcode.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr int kMaxMessageBytes = 4 * 1024 * 1024;
constexpr int kMaxMetadataBytes = 64 * 1024;  // a refusal that lists 100 fields
constexpr char kHealthCheck[] = "/grpc.health.v1.Health/Check";
constexpr char kServing[] = "\x08\x01";  // HealthCheckResponse{status: SERVING}

std::shared_ptr<grpc::Channel> Connect(const std::string& target) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  // A service that comes back is used again within a second.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 1'000);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
}

// First member of a flight and so the last to go, after the context with its hold on the channel: a
// channel must not be let go of by gRPC's own thread.
class Seat {
 public:
  explicit Seat(FlightCount& count) : count_(count) {
    const std::lock_guard lock(count_.mutex);
    ++count_.flights;
  }
  ~Seat() {
    const std::lock_guard lock(count_.mutex);
    --count_.flights;
    count_.landed.notify_all();
  }
  Seat(const Seat&) = delete;

 private:
  FlightCount& count_;
};

// What must live until a call has ended.
struct Flight {
  explicit Flight(FlightCount& count) : seat(count) {}

  Seat seat;
  grpc::ClientContext context;
  std::shared_ptr<const Message> request;
  Backends::Reply reply;
};

// The answers of all backends, gathered.
struct HealthRound {
  std::mutex mutex;
  size_t missing;
  Backends::Readiness readiness;
  std::function<void(Backends::Readiness)> done;
};

struct HealthFlight {
  explicit HealthFlight(FlightCount& count) : seat(count) {}

  Seat seat;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer reply;
};

bool IsServing(const grpc::Status& status, const grpc::ByteBuffer& reply) {
  grpc::Slice bytes;
  return status.ok() && reply.TrySingleSlice(&bytes).ok() &&
         std::string(reinterpret_cast<const char*>(bytes.begin()), bytes.size()) == kServing;
}

std::string ServiceName(const MethodDescriptor& method) {
  std::string name = method.service()->name();
  if (const size_t suffix = name.rfind("Service"); suffix != std::string::npos) name.resize(suffix);
  return name;
}

}  // namespace

struct Backends::Backend {
  explicit Backend(const BackendAddress& address)
      : package(address.package),
        channel(Connect(address.target)),
        calls(channel),
        health(channel) {}

  const std::string package;
  const std::shared_ptr<grpc::Channel> channel;
  mutable grpc::TemplatedGenericStub<Message, Message> calls;
  mutable grpc::GenericStub health;
};

Backends::Backends(const std::vector<BackendAddress>& addresses, int max_in_flight)
    : max_in_flight_(max_in_flight) {
  for (const auto& address : addresses) backends_.push_back(std::make_unique<Backend>(address));
}

Backends::~Backends() {
  std::unique_lock lock(count_.mutex);
  count_.landed.wait(lock, [this] { return count_.flights == 0; });
}

const Backends::Backend* Backends::Find(const MethodDescriptor& method) const {
  for (const auto& backend : backends_) {
    if (backend->package == method.file()->package()) return backend.get();
  }
  return nullptr;
}

void Backends::Call(const BackendCall& call, Done done) {
  const Backend* backend = Find(*call.method);
  if (!backend) return done(status::Refuse(status::kInternal));
  if (in_flight_.fetch_add(1) >= max_in_flight_) {
    --in_flight_;
    return done(status::WithRetryAfter(status::Refuse(status::kOverloaded), 1));
  }
  auto flight = std::make_shared<Flight>(count_);
  flight->request = call.request;
  flight->reply = NewMessage(*call.method->output_type());
  for (const auto& [name, value] : call.metadata) flight->context.AddMetadata(name, value);
  flight->context.set_deadline(std::chrono::system_clock::now() + call.timeout);
  const std::string path = "/" + call.method->service()->full_name() + "/" + call.method->name();
  backend->calls.UnaryCall(&flight->context, path, grpc::StubOptions(), flight->request.get(),
                           flight->reply.get(),
                           [this, flight, done = std::move(done),
                            service = ServiceName(*call.method)](const grpc::Status& status) {
                             --in_flight_;
                             if (status.ok()) return done(std::move(flight->reply));
                             done(FromGrpc(status.error_code(), status.error_details(), service));
                           });
}

void Backends::CheckReady(std::function<void(Readiness)> done) {
  auto round = std::make_shared<HealthRound>();
  round->missing = backends_.size();
  round->done = std::move(done);
  if (backends_.empty()) return round->done({});
  for (const auto& backend : backends_) {
    auto flight = std::make_shared<HealthFlight>(count_);
    const grpc::Slice nothing;
    flight->request = grpc::ByteBuffer(&nothing, 1);
    flight->context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(500));
    backend->health.UnaryCall(
        &flight->context, kHealthCheck, grpc::StubOptions(), &flight->request, &flight->reply,
        [round, flight, package = backend->package](const grpc::Status& status) {
          std::unique_lock lock(round->mutex);
          round->readiness.emplace_back(package, IsServing(status, flight->reply));
          const bool last = --round->missing == 0;
          lock.unlock();
          if (last) round->done(std::move(round->readiness));
        });
  }
}

}  // namespace unioncare::gateway
