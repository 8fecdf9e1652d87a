#pragma once

#include <optional>
#include <vector>

#include "common/change/command.h"
#include "services/identity/store/store.h"
#include "services/identity/store/vault.h"
#include "unioncare/identity/v1/account.pb.h"

namespace unioncare::identity {

// Sets an account's roles, all of them. Locks the account; a token that was issued before keeps its
// roles until it ends.
class GrantRoles : public change::Command<Store, v1::Account> {
 public:
  // `roles` are numbers of options.v1.Role; `vault` outlives the command.
  GrantRoles(change::Request request, int64_t account_id, std::vector<int> roles,
             const Vault& vault)
      : Command(std::move(request)),
        account_id_(account_id),
        roles_(std::move(roles)),
        vault_(vault) {}

  void Need(Store& store) const override;
  std::optional<change::RowScope> Subject(const Store& store) const override;
  absl::StatusOr<v1::Account> Decide(Store& store, const change::Moment& moment) const override;

 private:
  const int64_t account_id_;
  const std::vector<int> roles_;
  const Vault& vault_;
};

}  // namespace unioncare::identity
