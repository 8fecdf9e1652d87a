#include "services/identity/commands/create_account.h"

#include "services/identity/commands/reasons.h"

namespace unioncare::identity {

void CreateAccount::Need(Store& store) const {
  store.organizations.Want(organization_id_);
  WantAnchors(store, draft_);
}

std::optional<change::RowScope> CreateAccount::Subject(const Store&) const {
  return NewRowScope(request().caller);
}

absl::StatusOr<v1::Account> CreateAccount::Decide(Store& store,
                                                  const change::Moment& moment) const {
  const OrganizationRow* organization = Reachable(store, organization_id_, *moment.caller);
  if (organization == nullptr) return Refuse(kOrganizationNotFound);
  return SaveAccount(store, draft_, *organization, /*roles=*/0, moment);
}

}  // namespace unioncare::identity
