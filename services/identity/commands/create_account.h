#pragma once

#include <optional>

#include "common/change/command.h"
#include "services/identity/commands/creation.h"
#include "services/identity/store/store.h"
#include "unioncare/identity/v1/account.pb.h"

namespace unioncare::identity {

// Makes an account of staff, without roles. Locks the organization and the login.
class CreateAccount : public change::Command<Store, v1::Account> {
 public:
  CreateAccount(change::Request request, int64_t organization_id, AccountDraft draft)
      : Command(std::move(request)), organization_id_(organization_id), draft_(std::move(draft)) {}

  void Need(Store& store) const override;
  std::optional<change::RowScope> Subject(const Store& store) const override;
  absl::StatusOr<v1::Account> Decide(Store& store, const change::Moment& moment) const override;

 private:
  const int64_t organization_id_;
  const AccountDraft draft_;
};

}  // namespace unioncare::identity
