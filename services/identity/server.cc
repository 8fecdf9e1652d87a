#include "services/identity/server.h"

#include <utility>

#include "common/crypto/password.h"
#include "services/identity/migrate.h"

namespace unioncare::identity {
namespace {

constexpr size_t kPasswordQueue = 256;

// The parts that every service has: identity verifies what it signed itself.
absl::StatusOr<app::Host::Parts> PartsOf(const rpc::Settings& settings, const crypto::Jwk& key) {
  ASSIGN_OR_RETURN(const auto public_key, crypto::Es256Verifier::FromJwk(key.x, key.y));
  ASSIGN_OR_RETURN(rpc::Contract contract,
                   rpc::Contract::Of(*v1::GetJwksRequest::descriptor()->file()->service(0)));
  return app::Host::Parts{
      .settings = settings,
      .work = std::make_unique<Store>(),
      .rule_version = kRuleVersion,
      .verifier = crypto::TokenVerifier(app::AccessTokenRules(settings.city), {public_key}),
      .contract = std::move(contract)};
}

}  // namespace

IdentityServer::IdentityServer(const rpc::Settings& settings, app::Host::Parts parts,
                               crypto::Es256Signer signer)
    : host_(std::move(parts)),
      signer_(std::move(signer)),
      vault_(settings.person_key, settings.blind_index, settings.wrapping),
      sign_in_(vault_, signer_, app::AccessTokenRules(settings.city), host_.security()),
      password_readers_(settings.database, crypto::PasswordTurn::kAtOnce, kPasswordQueue),
      passwords_(host_.contract(), host_.authenticator(), password_readers_, host_.pipeline()),
      service_({host_.endpoint(), passwords_, vault_, host_.pager(), sign_in_}) {}

absl::StatusOr<std::unique_ptr<IdentityServer>> IdentityServer::Start(const v1::Config& config) {
  RETURN_IF_ERROR(Check(config));
  ASSIGN_OR_RETURN(const rpc::Settings settings, rpc::ReadSettings(config.server()));
  ASSIGN_OR_RETURN(auto signer, crypto::Es256Signer::Load(config.signing_key_file()));
  ASSIGN_OR_RETURN(auto parts, PartsOf(settings, signer.public_key()));
  std::unique_ptr<IdentityServer> identity(
      new IdentityServer(settings, std::move(parts), std::move(signer)));
  RETURN_IF_ERROR(identity->host_.Listen(config.server(), identity->service_));
  return identity;
}

}  // namespace unioncare::identity
