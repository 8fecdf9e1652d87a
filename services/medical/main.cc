#include "common/app/run.h"
#include "services/medical/server.h"
#include "unioncare/medical/v1/config.pb.h"

int main(int argc, char** argv) {
  unioncare::medical::v1::Config config;
  return unioncare::app::Main(
      argc, argv, &config,
      {.name = "unioncare-medical",
       .check = [&] { return unioncare::medical::Check(config); },
       .migrate = [&] { return unioncare::medical::Migrate(config); },
       .start = [&]() -> absl::StatusOr<std::unique_ptr<unioncare::app::Running>> {
         return unioncare::medical::Server::Start(config);
       }});
}
