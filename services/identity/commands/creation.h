#pragma once

#include <cstdint>
#include <optional>

#include "common/change/caller.h"
#include "common/change/command.h"
#include "services/identity/store/store.h"
#include "services/identity/store/vault.h"
#include "unioncare/identity/v1/account.pb.h"

// What the verbs that create something share.
namespace unioncare::identity {

// The scope of what does not exist yet is the caller's own; where it shall stand, Decide looks at.
change::RowScope NewRowScope(const change::Caller& caller);

// The locked organization, when it is there and the caller reaches it; else nullptr.
const OrganizationRow* Reachable(const Store& store, int64_t id, const change::Caller& caller);

// Everything of a new account that is made before the command queues: chance and slow hashing have
// no place in a decision.
struct AccountDraft {
  db::Bytes login;
  std::string password_hash;
  SealedPerson sealed;
  PersonalData masked;
};

// The anchors of a new account: its login and its person.
void WantAnchors(Store& store, const AccountDraft& draft);

// LOGIN_TAKEN, PERSON_HAS_ACCOUNT; else the account is saved and this is what callers see of it.
absl::StatusOr<v1::Account> SaveAccount(Store& store, const AccountDraft& draft,
                                        const OrganizationRow& organization, RoleSet roles,
                                        const change::Moment& moment);

}  // namespace unioncare::identity
