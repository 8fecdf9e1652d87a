#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/app/run.h"
#include "common/status/status.h"
#include "unioncare/gateway/v1/config.pb.h"

// The gateway from its configuration.
namespace unioncare::gateway {

// metadata: problem
inline constexpr status::Reason kBadConfig{
    "GATEWAY_CONFIG", absl::StatusCode::kFailedPrecondition,
    "The gateway cannot be configured like this: {problem}. Correct it and start again.",
    "网关配置有误（{problem}），请更正后重新启动。"};

class RunningGateway : public app::Running {
 public:
  virtual int port() const = 0;  // where HTTP is served
};

// Do the routes of all backends go together? Opens nothing.
absl::Status Check(const v1::Config& config);

// Serves. /readyz answers 503 until SetServing(true).
absl::StatusOr<std::unique_ptr<RunningGateway>> Start(const v1::Config& config);

}  // namespace unioncare::gateway
