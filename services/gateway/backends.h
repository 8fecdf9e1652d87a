#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

// The services behind the gateway, called by method descriptor over gRPC.
namespace unioncare::gateway {

struct BackendAddress {
  std::string package;  // "unioncare.medical.v1"
  std::string target;   // "127.0.0.1:7102"
};

struct BackendCall {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::shared_ptr<const google::protobuf::Message> request;
  // Lower-case names, values of printable ASCII (gRPC aborts on others).
  std::vector<std::pair<std::string, std::string>> metadata;
  std::chrono::milliseconds timeout{10'000};
};

// Calls that gRPC still holds something of.
struct FlightCount {
  std::mutex mutex;
  std::condition_variable landed;
  int flights = 0;
};

class Backends {
 public:
  using Reply = std::unique_ptr<google::protobuf::Message>;
  using Done = std::function<void(absl::StatusOr<Reply>)>;
  // Package and whether it serves.
  using Readiness = std::vector<std::pair<std::string, bool>>;

  // Connects lazily. At most `max_in_flight` calls at once; one more is OVERLOADED.
  Backends(const std::vector<BackendAddress>& addresses, int max_in_flight);
  ~Backends();  // waits until gRPC has let go of every call

  // `done` runs once, on a gRPC thread or before Call returns; it must not block. Fails with what
  // the service said (errors.h, FromGrpc); BACKEND_UNAVAILABLE at once when nobody listens.
  void Call(const BackendCall& call, Done done);

  // Asks every backend's grpc.health.v1, at most 500 ms.
  void CheckReady(std::function<void(Readiness)> done);

 private:
  struct Backend;
  const Backend* Find(const google::protobuf::MethodDescriptor& method) const;

  std::vector<std::unique_ptr<Backend>> backends_;
  const int max_in_flight_;
  std::atomic<int> in_flight_{0};
  FlightCount count_;
};

}  // namespace unioncare::gateway
