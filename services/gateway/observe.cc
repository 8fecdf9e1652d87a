#include "services/gateway/observe.h"

#include <algorithm>
#include <string>

namespace unioncare::gateway {

RequestFigures::RequestFigures(const RouteTable& routes) {
  figures_.emplace(nullptr, Declare("none"));
  for (const auto& route : routes.routes()) {
    figures_.emplace(route->method, Declare(route->method->full_name()));
  }
}

RequestFigures::Figures RequestFigures::Declare(const std::string& method) {
  std::vector<telemetry::Counter> by_class;
  for (const char* status : {"1xx", "2xx", "3xx", "4xx", "5xx"}) {
    by_class.push_back(telemetry::DeclareCounter("unioncare_gateway_requests_total",
                                                 "HTTP requests answered.",
                                                 {{"method", method}, {"status", status}}));
  }
  return {std::move(by_class), telemetry::DeclareHistogram("unioncare_gateway_request_seconds",
                                                           "From a request's header to its answer.",
                                                           {{"method", method}})};
}

void RequestFigures::Count(const google::protobuf::MethodDescriptor* method, int http_status,
                           std::chrono::steady_clock::duration took) const {
  const Figures& figures = figures_.at(method);
  figures.by_class[std::clamp(http_status / 100, 1, 5) - 1].Add();
  figures.seconds.Observe(std::chrono::duration<double>(took).count());
}

}  // namespace unioncare::gateway
