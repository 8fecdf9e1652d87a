#pragma once

#include <array>
#include <chrono>
#include <map>
#include <vector>

#include "common/telemetry/metrics.h"
#include "google/protobuf/descriptor.h"
#include "services/gateway/routes.h"

// What the gateway counts: requests by method and status class, and how long they took.
namespace unioncare::gateway {

class RequestFigures {
 public:
  explicit RequestFigures(const RouteTable& routes);

  // `method` is nullptr for what found no route. Thread-safe.
  void Count(const google::protobuf::MethodDescriptor* method, int http_status,
             std::chrono::steady_clock::duration took) const;

 private:
  struct Figures {
    std::vector<telemetry::Counter> by_class;  // 1xx to 5xx
    telemetry::Histogram seconds;
  };
  static Figures Declare(const std::string& method);

  std::map<const google::protobuf::MethodDescriptor*, Figures> figures_;
};

}  // namespace unioncare::gateway
