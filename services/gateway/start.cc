#include "services/gateway/start.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/telemetry/log.h"
#include "common/telemetry/metrics.h"
#include "services/gateway/backends.h"
#include "services/gateway/gateway.h"
#include "services/gateway/http_server.h"
#include "services/gateway/routes.h"

namespace unioncare::gateway {
namespace {

template <typename Number>
Number Or(Number configured, Number otherwise) {
  return configured > 0 ? configured : otherwise;
}

absl::Status BadConfig(std::string_view problem) {
  return status::Refuse(kBadConfig, {{"problem", std::string(problem)}});
}

absl::StatusOr<RouteTable> RoutesOf(const v1::Config& config) {
  if (config.backends().empty()) return BadConfig("no backends");
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const v1::Backend& backend : config.backends()) {
    const auto of_package = ServicesOf(backend.package());
    if (!of_package.ok()) return BadConfig(std::string(of_package.status().message()));
    if (backend.address().empty()) return BadConfig(backend.package() + " has no address");
    services.insert(services.end(), of_package->begin(), of_package->end());
  }
  absl::StatusOr<RouteTable> routes = RouteTable::Build(services);
  if (!routes.ok()) return BadConfig(std::string(routes.status().message()));
  return routes;
}

GatewayLimits LimitsOf(const v1::Config& config) {
  GatewayLimits limits;
  limits.max_upload_bytes = Or<uint64_t>(config.max_upload_bytes(), limits.max_upload_bytes);
  limits.max_json_bytes = Or<uint64_t>(config.max_json_bytes(), limits.max_json_bytes);
  limits.max_uploads = Or(config.max_uploads(), limits.max_uploads);
  limits.call_timeout =
      std::chrono::milliseconds(Or<int64_t>(config.call_timeout_ms(), limits.call_timeout.count()));
  limits.append_timeout = std::chrono::milliseconds(
      Or<int64_t>(config.append_timeout_ms(), limits.append_timeout.count()));
  return limits;
}

HttpServerOptions ServerOptionsOf(const v1::Config& config) {
  HttpServerOptions options;
  options.listen_address = config.listen_address();
  options.threads = Or(config.threads(), options.threads);
  options.max_connections = Or(config.max_connections(), options.max_connections);
  options.io_timeout =
      std::chrono::milliseconds(Or<int64_t>(config.io_timeout_ms(), options.io_timeout.count()));
  return options;
}

std::vector<BackendAddress> AddressesOf(const v1::Config& config) {
  std::vector<BackendAddress> addresses;
  for (const auto& backend : config.backends()) {
    addresses.push_back({backend.package(), backend.address()});
  }
  return addresses;
}

// Members are destroyed upwards: the server first, so that nothing calls what is gone.
class Running : public RunningGateway {
 public:
  Running(const v1::Config& config, RouteTable routes)
      : backends_(AddressesOf(config), Or(config.max_in_flight(), kMaxInFlight)),
        gateway_(std::move(routes), backends_, LimitsOf(config)) {}

  absl::Status Listen(const v1::Config& config) {
    ASSIGN_OR_RETURN(telemetry::MetricsServer metrics,
                     telemetry::MetricsServer::Start(config.metrics_port()));
    metrics_.emplace(std::move(metrics));
    ASSIGN_OR_RETURN(server_, HttpServer::Start(ServerOptionsOf(config), gateway_));
    telemetry::Log(telemetry::Level::kInfo, "listening", {{"port", server_->port()}});
    return absl::OkStatus();
  }

  int port() const override { return server_->port(); }
  void SetServing(bool serving) override { gateway_.SetServing(serving); }
  void Drain(std::chrono::steady_clock::time_point deadline) override { server_->Drain(deadline); }

 private:
  static constexpr int kMaxInFlight = 1024;

  Backends backends_;
  Gateway gateway_;
  std::optional<telemetry::MetricsServer> metrics_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace

absl::Status Check(const v1::Config& config) { return RoutesOf(config).status(); }

absl::StatusOr<std::unique_ptr<RunningGateway>> Start(const v1::Config& config) {
  ASSIGN_OR_RETURN(RouteTable routes, RoutesOf(config));
  auto running = std::make_unique<Running>(config, std::move(routes));
  RETURN_IF_ERROR(running->Listen(config));
  return running;
}

}  // namespace unioncare::gateway
