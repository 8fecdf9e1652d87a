#include "services/identity/sign_in.h"

#include "common/base/bytes.h"
#include "common/crypto/digest.h"
#include "services/identity/commands/convert.h"
#include "services/identity/commands/reasons.h"

namespace unioncare::identity {
namespace {

absl::StatusOr<std::optional<LoginView>> LookUp(db::Connection& connection,
                                                const db::Bytes& login) {
  RETURN_IF_ERROR(connection.BeginSnapshot());
  auto found = FindLogin(connection, login);
  connection.Rollback();
  return found;
}

crypto::AccessClaims ClaimsOf(const LoginView& login, const v1::Account& account,
                              const crypto::TokenRules& rules, int64_t now) {
  const db::Bytes& person_key = login.view.account.row.person_key;
  crypto::AccessClaims claims{
      .issuer = rules.issuer,
      .audience = rules.audience,
      .city = rules.city,
      .subject = account.name(),
      .roles = {account.roles().begin(), account.roles().end()},
      .scope_kind = std::string(Name(login.organization.Kind())),
      .organization = account.organization(),
      .county = login.organization.county,
      .person_key = IsWorker(person_key) ? base::Base64UrlEncode(person_key.value) : "",
      .issued_at = now,
      .not_before = now,
      .expires_at = now + kTokenSeconds,
      .token_id = base::HexEncode(crypto::Random(16))};
  return claims;
}

}  // namespace

std::shared_ptr<void> SignIn::Enter() {
  if (entered_->fetch_add(1) >= kMaxSigningIn) {
    entered_->fetch_sub(1);
    return nullptr;
  }
  return {entered_.get(), [entered = entered_](void*) { entered->fetch_sub(1); }};
}

absl::Status SignIn::Run(db::Connection& connection, const v1::CreateSessionRequest& request,
                         crypto::Deadline deadline, v1::Session& session) const {
  ASSIGN_OR_RETURN(const auto login, LookUp(connection, vault_.LoginIndex(request.login())));
  ASSIGN_OR_RETURN(
      const bool right,
      login ? crypto::VerifyPassword(request.password(), login->login.password_hash, deadline)
            : crypto::VerifyAgainstNobody(request.password(), deadline));
  if (!right) return Refuse(kBadCredentials);
  return Issue(*login, session);
}

absl::Status SignIn::Issue(const LoginView& login, v1::Session& session) const {
  ASSIGN_OR_RETURN(const PersonalData data, vault_.Open(login.view.person, login.view.data_key));
  v1::Account& account = *session.mutable_account();
  account = ToProto(login.view.account.row, login.view.account.version, Masked(data));
  const int64_t now = security_.Now().micros / base::kMicrosPerSecond;
  const crypto::AccessClaims claims = ClaimsOf(login, account, rules_, now);
  session.set_access_token(crypto::SignToken(signer_, claims));
  session.mutable_expire_time()->set_seconds(claims.expires_at);
  return absl::OkStatus();
}

}  // namespace unioncare::identity
