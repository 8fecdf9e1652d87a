#include "services/identity/commands/create_worker_account.h"

#include "common/codes/id_number.h"
#include "services/identity/commands/reasons.h"

namespace unioncare::identity {

void CreateWorkerAccount::Need(Store& store) const {
  store.organizations.Want(organization_id_);
  WantAnchors(store, draft_);
}

std::optional<change::RowScope> CreateWorkerAccount::Subject(const Store&) const {
  return NewRowScope(request().caller);
}

absl::StatusOr<v1::Account> CreateWorkerAccount::Decide(Store& store,
                                                        const change::Moment& moment) const {
  const OrganizationRow* organization = Reachable(store, organization_id_, *moment.caller);
  if (organization == nullptr || organization->Kind() != OrganizationKind::kBaseUnion) {
    return Refuse(kOrganizationNotFound);
  }
  if (codes::ImplausibleBirth(birth_, moment.today)) return Refuse(kImplausibleBirth);
  return SaveAccount(store, draft_, *organization, Bit(Role::kWorker), moment);
}

}  // namespace unioncare::identity
