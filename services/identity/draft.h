#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/crypto/password.h"
#include "services/identity/commands/creation.h"
#include "services/identity/store/vault.h"

namespace unioncare::identity {

// Makes ready what a new account needs before its command may queue: the password is judged
// (PASSWORD_WEAK) and hashed, which takes some 60 ms and may be OVERLOADED; the person is sealed.
absl::StatusOr<AccountDraft> DraftAccount(const Vault& vault, const PersonalData& data,
                                          const std::string& login, const std::string& password,
                                          crypto::Deadline deadline);

}  // namespace unioncare::identity
