#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/change/command.h"
#include "common/change/pipeline.h"
#include "common/db/readers.h"
#include "common/rpc/authenticate.h"
#include "common/rpc/contract.h"
#include "common/telemetry/metrics.h"
#include "grpcpp/grpcpp.h"

// What every RPC of every service goes through: authenticate, authorize, validate (all from the
// contract), then either a read on the readers' pool or a command for the change pipeline, and one
// mapping of errors. Handlers only say what is theirs:
//
//   grpc::ServerUnaryReactor* GetPlan(grpc::CallbackServerContext* context,
//                                     const GetPlanRequest* request, Plan* reply) override {
//     return endpoint_.Read(context, "GetPlan", *request,
//                           [](db::Connection& c, const rpc::Call& call) { return … });
//   }
//
// gRPC's threads never wait: they hand over and the reactor is finished elsewhere, exactly once.
namespace unioncare::rpc {

// A call that may be made.
struct Call {
  change::Request request;  // caller, method, ids; what a command is made with
  std::string bearer;       // the caller's own token, to ask a peer with
  std::chrono::system_clock::time_point deadline;

  const change::Caller& caller() const { return request.caller; }
};

class Endpoint {
 public:
  Endpoint(Contract contract, Authenticator& authenticator, db::Readers& readers,
           change::Pipeline& pipeline);

  // body: absl::Status(db::Connection&, const Call&); fills the reply from one snapshot.
  template <class Request, class Body>
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, std::string_view method,
                                 const Request& request, Body body) {
    return OnReaders(context, method, request,
                     [body = std::move(body)](db::Connection& connection, const Call& call) {
                       absl::Status status = connection.BeginSnapshot();
                       if (status.ok()) status = body(connection, call);
                       connection.Rollback();
                       return status;
                     });
  }

  // body: absl::Status(const Call&); neither reads nor writes, and never waits.
  template <class Request, class Body>
  grpc::ServerUnaryReactor* Compute(grpc::CallbackServerContext* context, std::string_view method,
                                    const Request& request, Body body) {
    return Guard(context, method, request,
                 [&](const Call& call, const Finish& finish) { finish(body(call)); });
  }

  // make: absl::StatusOr<std::unique_ptr<change::AnyCommand>>(const Call&); never waits.
  template <class Request, class Reply, class Make>
  grpc::ServerUnaryReactor* Write(grpc::CallbackServerContext* context, std::string_view method,
                                  const Request& request, Reply& reply, Make make) {
    return Guard(context, method, request, [&](const Call& call, const Finish& finish) {
      Submit(make(call), reply, finish);
    });
  }

  // make: absl::StatusOr<std::unique_ptr<change::AnyCommand>>(const Call&); may take its time (hash
  // a password, read how a file begins, ask a peer) on a thread of the readers'.
  template <class Request, class Reply, class Make>
  grpc::ServerUnaryReactor* WriteResolved(grpc::CallbackServerContext* context,
                                          std::string_view method, const Request& request,
                                          Reply& reply, Make make) {
    return Guard(context, method, request, [&](Call call, const Finish& finish) {
      const auto deadline = call.deadline;
      EnqueueRead(finish, deadline, [=, this, &reply, call = std::move(call)](db::Connection&) {
        Submit(make(call), reply, finish);
      });
    });
  }

  // The same for what is usually at hand. known: std::optional<X>(const Call&), never waits;
  // resolve: absl::StatusOr<X>(const Call&), when it is not;
  // make: absl::StatusOr<std::unique_ptr<change::AnyCommand>>(const Call&, X).
  template <class Request, class Reply, class Known, class Resolve, class Make>
  grpc::ServerUnaryReactor* WriteKnownOrResolved(grpc::CallbackServerContext* context,
                                                 std::string_view method, const Request& request,
                                                 Reply& reply, Known known, Resolve resolve,
                                                 Make make) {
    return Guard(context, method, request, [&](Call call, const Finish& finish) {
      if (auto value = known(call)) return Submit(make(call, *std::move(value)), reply, finish);
      const auto deadline = call.deadline;
      EnqueueRead(finish, deadline, [=, this, &reply, call = std::move(call)](db::Connection&) {
        auto value = resolve(call);
        value.ok() ? Submit(make(call, *std::move(value)), reply, finish) : finish(value.status());
      });
    });
  }

  // body: absl::Status(db::Connection&, const Call&); runs commands itself, one after another.
  template <class Request, class Body>
  grpc::ServerUnaryReactor* OnReaders(grpc::CallbackServerContext* context, std::string_view method,
                                      const Request& request, Body body) {
    return Guard(context, method, request, [&](Call call, const Finish& finish) {
      const auto deadline = call.deadline;
      EnqueueRead(finish, deadline,
                  [finish, call = std::move(call), body = std::move(body)](
                      db::Connection& connection) { finish(body(connection, call)); });
    });
  }

  change::Pipeline& pipeline() const { return pipeline_; }

 private:
  // Finishes the reactor; called exactly once for each call.
  using Finish = std::function<void(const absl::Status&)>;
  using Continue = std::function<void(Call, const Finish&)>;

  grpc::ServerUnaryReactor* Guard(grpc::CallbackServerContext* context, std::string_view method,
                                  const google::protobuf::Message& request, const Continue& next);
  absl::StatusOr<Call> Admit(const grpc::CallbackServerContext& context, const Method& method,
                             const google::protobuf::Message& request);
  void Report(const Method& method, const std::string& trace_id, const absl::Status& status,
              std::chrono::steady_clock::duration elapsed);
  void EnqueueRead(const Finish& finish, std::chrono::system_clock::time_point deadline,
                   std::function<void(db::Connection&)> task);

  template <class Reply>
  void Submit(absl::StatusOr<std::unique_ptr<change::AnyCommand>> command, Reply& reply,
              const Finish& finish) {
    absl::Status status = command.status();
    if (status.ok()) {
      status = pipeline_.Submit(*std::move(command),
                                [&reply, finish](const absl::StatusOr<std::string>& answer) {
                                  if (answer.ok()) reply.ParseFromString(*answer);
                                  finish(answer.status());
                                });
    }
    if (!status.ok()) finish(status);
  }

  struct Metrics {
    telemetry::Counter ok;
    telemetry::Counter refused;
    telemetry::Counter failed;
    telemetry::Histogram latency;
  };

  const Contract contract_;
  std::map<std::string, Metrics> metrics_;  // by method
  Authenticator& authenticator_;
  db::Readers& readers_;
  change::Pipeline& pipeline_;
};

// The wire form of a status: code, message and google.rpc.Status details.
grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace unioncare::rpc
