#include "common/rpc/server.h"

#include "absl/synchronization/mutex.h"
#include "common/status/status.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"

namespace unioncare::rpc {
namespace {

constexpr int kMaxMessageBytes = 4 * 1024 * 1024;
constexpr int kMaxMetadataBytes = 64 * 1024;  // a refusal that lists every violation

constexpr status::Reason kAddressTaken{
    "ADDRESS_TAKEN", absl::StatusCode::kFailedPrecondition,
    "Cannot listen on {address}; is something else running there?",
    "无法监听 {address}，该端口可能已被占用。"};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const std::string& address,
                                                      const std::vector<grpc::Service*>& services) {
  // Debian builds Abseil with its search for lock cycles on, which every lock of gRPC's pays for.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  grpc::EnableDefaultHealthCheckService(true);
  static const bool reflection = [] {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  (void)reflection;
  auto server = std::make_unique<Server>();
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &server->port_);
  // Without it, two processes may share a port and each gets half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  for (grpc::Service* service : services) builder.RegisterService(service);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || server->port_ == 0) {
    return status::Refuse(kAddressTaken, {{"address", address}});
  }
  server->SetServing(false);
  return server;
}

void Server::SetServing(bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(serving);
}

void Server::Shutdown(std::chrono::system_clock::time_point deadline) {
  server_->Shutdown(deadline);
}

}  // namespace unioncare::rpc
