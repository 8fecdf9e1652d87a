#include "services/identity/commands/grant_roles.h"

#include <string>

#include "common/base/name.h"
#include "services/identity/commands/convert.h"
#include "services/identity/commands/reasons.h"

namespace unioncare::identity {
namespace {

// ROLE_NOT_GRANTABLE for a number that is no role's, and for WORKER.
absl::StatusOr<RoleSet> GrantableSet(const std::vector<int>& numbers) {
  RoleSet roles = 0;
  for (const int number : numbers) {
    const RoleRule* rule = FindRoleRule(number);
    if (rule == nullptr || rule->role == Role::kWorker) return Refuse(kRoleNotGrantable);
    roles |= Bit(rule->role);
  }
  return roles;
}

absl::Status CheckDuties(RoleSet roles, OrganizationKind kind) {
  if (const auto conflict = FindConflict(roles)) {
    return Refuse(kRoleConflict, {{"first", std::string(conflict->first->name)},
                                  {"second", std::string(conflict->second->name)}});
  }
  if (const RoleRule* misplaced = FindMisplaced(roles, kind)) {
    return Refuse(kRoleLevel, {{"role", std::string(misplaced->name)},
                               {"organizationKind", std::string(Name(kind))}});
  }
  return absl::OkStatus();
}

}  // namespace

void GrantRoles::Need(Store& store) const {
  store.accounts.Want(account_id_);
  if (const AccountRow* account = store.accounts.Find(account_id_)) {
    store.organizations.Want(account->organization);
    store.people.Want(account->person_key);
    store.data_keys.Want(account->person_key);
  }
}

std::optional<change::RowScope> GrantRoles::Subject(const Store& store) const {
  const AccountRow* account = store.accounts.Find(account_id_);
  if (account == nullptr) return std::nullopt;
  return account->Scope();
}

absl::StatusOr<v1::Account> GrantRoles::Decide(Store& store, const change::Moment& moment) const {
  AccountRow account = *store.accounts.Find(account_id_);
  const OrganizationRow& organization = *store.organizations.Find(account.organization);
  if (moment.caller->account == base::MakeName("accounts", account_id_)) {
    return Refuse(kGrantToSelf);
  }
  ASSIGN_OR_RETURN(const RoleSet granted, GrantableSet(roles_));
  // A worker's account stays one, and so combines with nothing.
  const RoleSet roles = granted | (account.roles & Bit(Role::kWorker));
  RETURN_IF_ERROR(CheckDuties(roles, organization.Kind()));
  ASSIGN_OR_RETURN(const PersonalData data, vault_.Open(*store.people.Find(account.person_key),
                                                        *store.data_keys.Find(account.person_key)));
  account.roles = roles;
  store.accounts.Save(account, "ROLES_GRANTED");
  return ToProto(account, store.accounts.VersionOf(account_id_) + 1, Masked(data));
}

}  // namespace unioncare::identity
