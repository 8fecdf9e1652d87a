#include "services/medical/server.h"

#include <fstream>
#include <sstream>

#include "common/crypto/token.h"
#include "common/rpc/contract.h"
#include "common/rpc/settings.h"
#include "common/status/status.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/medical/commands/make_effective.h"
#include "services/medical/store/schema.h"

namespace unioncare::medical {
namespace {

constexpr status::Reason kJwksUnreadable{
    "JWKS_UNREADABLE", absl::StatusCode::kFailedPrecondition,
    "Cannot read identity's public keys in {file}; run identity with --migrate first.",
    "无法读取身份服务的公钥文件 {file}，请先以 --migrate 运行身份服务。"};

absl::StatusOr<crypto::TokenVerifier> VerifierOf(const v1::Config& config) {
  std::ifstream file(config.identity_jwks_file());
  std::stringstream jwks;
  jwks << file.rdbuf();
  if (!file) return status::Refuse(kJwksUnreadable, {{"file", config.identity_jwks_file()}});
  return crypto::TokenVerifier::FromJwks(app::AccessTokenRules(config.server().city()), jwks.str());
}

}  // namespace

absl::Status Check(const v1::Config& config) {
  ASSIGN_OR_RETURN(const rpc::Settings settings, rpc::ReadSettings(config.server()));
  RETURN_IF_ERROR(VerifierOf(config).status());
  return app::CheckSchema(settings, kSchema);
}

absl::Status Migrate(const v1::Config& config) {
  ASSIGN_OR_RETURN(const rpc::Settings settings, rpc::ReadSettings(config.server()));
  return app::MigrateSchema(settings, kSchema);
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const v1::Config& config, std::unique_ptr<Organizations> organizations) {
  RETURN_IF_ERROR(Check(config));
  ASSIGN_OR_RETURN(const rpc::Settings settings, rpc::ReadSettings(config.server()));
  ASSIGN_OR_RETURN(crypto::TokenVerifier verifier, VerifierOf(config));
  ASSIGN_OR_RETURN(rpc::Contract contract,
                   rpc::Contract::Of(*v1::GetPlanRequest::descriptor()->file()->service(0)));
  if (organizations == nullptr) {
    organizations = MakeOrganizations(
        grpc::CreateChannel(config.identity_address(), grpc::InsecureChannelCredentials()));
  }
  std::unique_ptr<Server> server(new Server(
      {settings, std::make_unique<store::Store>(), "medical/1", std::move(verifier),
       std::move(contract)},
      std::move(organizations), Vault(settings.person_key, settings.wrapping), settings.database));
  RETURN_IF_ERROR(server->host_.Listen(config.server(), server->service_));
  return server;
}

Server::Server(app::Host::Parts parts, std::unique_ptr<Organizations> organizations, Vault vault,
               const db::Address& database)
    : vault_(std::move(vault)),
      host_(std::move(parts)),
      organizations_(std::move(organizations), host_.security()),
      jobs_(host_.pipeline(), database, host_.security(),
            {{std::string(kMakeEffectiveJob), MakeEffective::Next}}),
      service_(host_.endpoint(), host_.pager(), vault_, organizations_, host_.business()) {}

}  // namespace unioncare::medical
