#include "common/rpc/endpoint.h"

#include <algorithm>

#include "common/base/id.h"
#include "common/crypto/digest.h"
#include "common/rpc/validate.h"
#include "common/status/reasons.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"
#include "common/telemetry/trace.h"

namespace unioncare::rpc {
namespace {

constexpr auto kDefaultDeadline = std::chrono::seconds(10);

std::string Header(const grpc::CallbackServerContext& context, const char* name) {
  const auto found = context.client_metadata().find(name);
  if (found == context.client_metadata().end()) return "";
  return {found->second.data(), found->second.size()};
}

std::chrono::system_clock::time_point DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto longest = std::chrono::system_clock::now() + std::chrono::hours(1);
  return context.deadline() > longest ? std::chrono::system_clock::now() + kDefaultDeadline
                                      : context.deadline();
}

// What is compared and journaled of a request: everything but its id, and for the journal nothing
// private.
void Describe(const google::protobuf::Message& message, const Method& method,
              const std::string& hash_key, change::Request& request) {
  const std::unique_ptr<google::protobuf::Message> copy(message.New());
  copy->CopyFrom(message);
  copy->DiscardUnknownFields();  // they may hold anything, and nobody decides by them
  const auto& reflection = *copy->GetReflection();
  request.id = base::ParseUuid(reflection.GetString(*copy, method.request_id)).value();
  reflection.ClearField(copy.get(), method.request_id);
  request.redacted = copy->SerializeAsString();
  request.body_hash = crypto::Bytes(crypto::HmacSha256(hash_key, request.redacted));
  if (HasPrivateFields(*message.GetDescriptor())) {
    Redact(*copy);
    request.redacted = copy->SerializeAsString();
  }
}

bool IsFailure(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInternal ||
         status.code() == absl::StatusCode::kUnknown ||
         status.code() == absl::StatusCode::kUnavailable;
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status wire = status::ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(wire.code()), wire.message(),
                      wire.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status wire;
  if (!status.error_details().empty() && wire.ParseFromString(status.error_details())) {
    return status::FromRpcStatus(wire);
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), "peer");
}

Endpoint::Endpoint(Contract contract, Authenticator& authenticator, db::Readers& readers,
                   change::Pipeline& pipeline)
    : contract_(std::move(contract)),
      authenticator_(authenticator),
      readers_(readers),
      pipeline_(pipeline) {
  const auto outcome = [](const std::string& method, const char* name) {
    return telemetry::DeclareCounter("unioncare_rpc_calls_total", "Calls by method and outcome.",
                                     {{"method", method}, {"outcome", name}});
  };
  for (const auto& [_, method] : contract_.methods()) {
    const std::string& name = method.full_name;
    metrics_.try_emplace(
        name,
        Metrics{outcome(name, "ok"), outcome(name, "refused"), outcome(name, "failed"),
                telemetry::DeclareHistogram("unioncare_rpc_seconds", "Time from arrival to answer.",
                                            {{"method", name}})});
  }
}

void Endpoint::Report(const Method& method, const std::string& trace_id, const absl::Status& status,
                      std::chrono::steady_clock::duration elapsed) {
  const Metrics& metrics = metrics_.at(method.full_name);
  metrics.latency.Observe(std::chrono::duration<double>(elapsed).count());
  if (status.ok()) return metrics.ok.Add();
  (IsFailure(status) ? metrics.failed : metrics.refused).Add();
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
  telemetry::Log(IsFailure(status) ? telemetry::Level::kError : telemetry::Level::kInfo,
                 "call_refused",
                 {{"method", method.full_name},
                  {"reason", status::ReasonOf(status)},
                  {"trace_id", trace_id},
                  {"micros", micros}});
}

grpc::ServerUnaryReactor* Endpoint::Guard(grpc::CallbackServerContext* context,
                                          std::string_view method_name,
                                          const google::protobuf::Message& request,
                                          const Continue& next) {
  const auto start = std::chrono::steady_clock::now();
  const Method& method = contract_[method_name];
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Call> call = Admit(*context, method, request);
  const std::string trace_id = call.ok() ? call->request.trace_id : "";
  const Finish finish = [this, reactor, &method, trace_id, start](const absl::Status& status) {
    Report(method, trace_id, status, std::chrono::steady_clock::now() - start);
    reactor->Finish(ToGrpc(status));
  };
  if (call.ok()) {
    next(*std::move(call), finish);
  } else {
    finish(call.status());
  }
  return reactor;
}

absl::StatusOr<Call> Endpoint::Admit(const grpc::CallbackServerContext& context,
                                     const Method& method,
                                     const google::protobuf::Message& request) {
  Call call;
  call.deadline = DeadlineOf(context);
  call.request.method = method.full_name;
  if (const auto trace = telemetry::ParseTraceparent(Header(context, "traceparent"))) {
    call.request.trace_id = trace->trace_id;
  }
  if (!method.is_anonymous()) {
    const std::string authorization = Header(context, "authorization");
    ASSIGN_OR_RETURN(const crypto::AccessClaims claims, authenticator_.Authenticate(authorization));
    ASSIGN_OR_RETURN(call.request.caller, Authorize(method, claims));
    call.bearer = authorization;
  }
  RETURN_IF_ERROR(Validate(request));
  if (method.request_id != nullptr)
    Describe(request, method, pipeline_.body_hash_key(), call.request);
  call.request.deadline =
      std::chrono::steady_clock::now() + (call.deadline - std::chrono::system_clock::now());
  return call;
}

// Work whose caller has left is dropped before it starts.
void Endpoint::EnqueueRead(const Finish& finish, std::chrono::system_clock::time_point deadline,
                           std::function<void(db::Connection&)> task) {
  const absl::Status queued = readers_.Run(
      [finish, deadline, task = std::move(task)](absl::StatusOr<db::Connection*> connection) {
        if (!connection.ok()) return finish(connection.status());
        if (std::chrono::system_clock::now() > deadline) {
          return finish(status::Refuse(status::kDeadlineExceeded));
        }
        task(**connection);
      });
  if (!queued.ok()) finish(queued);
}

}  // namespace unioncare::rpc
