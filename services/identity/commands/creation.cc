#include "services/identity/commands/creation.h"

#include <utility>

#include "services/identity/commands/convert.h"
#include "services/identity/commands/reasons.h"

namespace unioncare::identity {

change::RowScope NewRowScope(const change::Caller& caller) {
  return {.organization = caller.organization,
          .county = caller.county,
          .person_key = caller.person_key};
}

const OrganizationRow* Reachable(const Store& store, int64_t id, const change::Caller& caller) {
  const OrganizationRow* row = store.organizations.Find(id);
  return row != nullptr && caller.Reaches(row->Scope()) ? row : nullptr;
}

void WantAnchors(Store& store, const AccountDraft& draft) {
  store.logins.Want(draft.login);
  store.people.Want(draft.sealed.person.person_key);
  store.data_keys.Want(draft.sealed.data_key.person_key);
}

absl::StatusOr<v1::Account> SaveAccount(Store& store, const AccountDraft& draft,
                                        const OrganizationRow& organization, RoleSet roles,
                                        const change::Moment& moment) {
  SealedPerson sealed = draft.sealed;
  if (store.people.Find(sealed.person.person_key) != nullptr) return Refuse(kPersonHasAccount);
  if (store.logins.Find(draft.login) != nullptr) return Refuse(kLoginTaken);
  const AccountRow account{.id = moment.NewId(),
                           .organization = organization.id,
                           .county = organization.county,
                           .person_key = sealed.person.person_key,
                           .roles = roles,
                           .created_at = moment.business};
  sealed.person.account_id = account.id;
  store.accounts.Save(account, "CREATED");
  store.logins.Save({draft.login, account.id, draft.password_hash}, "CREATED");
  store.people.Save(std::move(sealed.person), "CREATED");
  store.data_keys.Save(std::move(sealed.data_key), "CREATED");
  return ToProto(account, 1, draft.masked);
}

}  // namespace unioncare::identity
