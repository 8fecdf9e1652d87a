#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/impl/service_type.h"

namespace unioncare::rpc {

// A gRPC server with health, reflection and our limits. It starts not serving.
class Server {
 public:
  // ADDRESS_TAKEN (FAILED_PRECONDITION) when the port is taken; port 0 takes a free one.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const std::string& address,
                                                       const std::vector<grpc::Service*>& services);

  int port() const { return port_; }
  void SetServing(bool serving);
  // Refuses new calls and waits for those that run, at most until the deadline.
  void Shutdown(std::chrono::system_clock::time_point deadline);

 private:
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace unioncare::rpc
