#include "services/identity/draft.h"

#include "services/identity/commands/convert.h"
#include "services/identity/commands/reasons.h"
#include "services/identity/rules/password.h"

namespace unioncare::identity {

absl::StatusOr<AccountDraft> DraftAccount(const Vault& vault, const PersonalData& data,
                                          const std::string& login, const std::string& password,
                                          crypto::Deadline deadline) {
  const PasswordFault fault = CheckPassword(password, login);
  if (fault != PasswordFault::kNone) {
    return Refuse(kPasswordWeak, {{"problem", std::string(ReasonOf(fault))}});
  }
  AccountDraft draft{
      .login = vault.LoginIndex(login), .sealed = vault.Seal(data), .masked = Masked(data)};
  ASSIGN_OR_RETURN(draft.password_hash, crypto::HashPassword(password, deadline));
  return draft;
}

}  // namespace unioncare::identity
