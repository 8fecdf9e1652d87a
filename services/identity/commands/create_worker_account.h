#pragma once

#include <optional>

#include "common/base/date.h"
#include "common/change/command.h"
#include "services/identity/commands/creation.h"
#include "services/identity/store/store.h"
#include "unioncare/identity/v1/account.pb.h"

namespace unioncare::identity {

// Makes a worker's account in a base union. Locks the organization, the login and the person, whose
// row gives a person one account in the city.
class CreateWorkerAccount : public change::Command<Store, v1::Account> {
 public:
  CreateWorkerAccount(change::Request request, int64_t organization_id, base::Date birth,
                      AccountDraft draft)
      : Command(std::move(request)),
        organization_id_(organization_id),
        birth_(birth),
        draft_(std::move(draft)) {}

  void Need(Store& store) const override;
  std::optional<change::RowScope> Subject(const Store& store) const override;
  absl::StatusOr<v1::Account> Decide(Store& store, const change::Moment& moment) const override;

 private:
  const int64_t organization_id_;
  const base::Date birth_;
  const AccountDraft draft_;
};

}  // namespace unioncare::identity
