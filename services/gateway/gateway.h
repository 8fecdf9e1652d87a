#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "services/gateway/backends.h"
#include "services/gateway/http.h"
#include "services/gateway/observe.h"
#include "services/gateway/routes.h"

// The gateway proper: an HTTP request in, a call of a service, an HTTP response out.
namespace unioncare::gateway {

struct GatewayLimits {
  uint64_t max_upload_bytes = 64ull * 1024 * 1024;
  uint64_t max_json_bytes = 1024 * 1024;
  int max_uploads = 32;
  std::chrono::milliseconds call_timeout{10'000};
  std::chrono::milliseconds append_timeout{60'000};
};

// Besides the routes: /healthz (200 while alive), /readyz (200 when it serves and every backend
// does; asked at most once a second), /metrics, /openapi.json.
class Gateway : public HttpHandler {
 public:
  // `backends` outlives the gateway.
  Gateway(RouteTable routes, Backends& backends, const GatewayLimits& limits);

  void Handle(HttpRequest request, std::shared_ptr<HttpBody> body, Done done) override;
  HttpResponse Reject(const absl::Status& reason) override;

  // Until it is true, /readyz answers 503. Requests are answered either way.
  void SetServing(bool serving) { serving_ = serving; }

 private:
  struct Exchange;  // one request on its way
  using ExchangePtr = std::shared_ptr<Exchange>;

  bool HandleOwn(const ExchangePtr& exchange);
  void HandleReadiness(const ExchangePtr& exchange);
  absl::Status FindRoute(Exchange& exchange, Headers& extra) const;
  void ReadBody(const ExchangePtr& exchange);
  void CallMethod(const ExchangePtr& exchange, std::string body);
  void Import(const ExchangePtr& exchange);

  const RouteTable routes_;
  Backends& backends_;
  const GatewayLimits limits_;
  const RequestFigures figures_;
  const std::string openapi_;
  std::atomic<int> uploads_{0};
  std::atomic<bool> serving_{false};

  std::mutex readiness_mutex_;
  std::chrono::steady_clock::time_point readiness_time_;
  HttpResponse readiness_;
};

}  // namespace unioncare::gateway
