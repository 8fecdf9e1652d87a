#include "common/app/run.h"
#include "services/identity/migrate.h"
#include "services/identity/server.h"
#include "unioncare/identity/v1/config.pb.h"

int main(int argc, char** argv) {
  using unioncare::app::Running;
  namespace identity = unioncare::identity;

  identity::v1::Config config;
  return unioncare::app::Main(argc, argv, &config,
                              {.name = "unioncare-identity",
                               .check = [&] { return identity::Check(config); },
                               .migrate = [&] { return identity::Migrate(config); },
                               .start = [&]() -> absl::StatusOr<std::unique_ptr<Running>> {
                                 return identity::IdentityServer::Start(config);
                               }});
}
