#include "common/app/run.h"
#include "services/gateway/start.h"
#include "unioncare/gateway/v1/config.pb.h"

int main(int argc, char** argv) {
  unioncare::gateway::v1::Config config;
  return unioncare::app::Main(
      argc, argv, &config,
      {.name = "unioncare-gateway",
       .check = [&] { return unioncare::gateway::Check(config); },
       .migrate = [] { return absl::OkStatus(); },
       .start = [&]() -> absl::StatusOr<std::unique_ptr<unioncare::app::Running>> {
         return unioncare::gateway::Start(config);
       }});
}
