#pragma once

#include <optional>

#include "common/change/command.h"
#include "services/identity/store/store.h"
#include "unioncare/identity/v1/identity_service.pb.h"

namespace unioncare::identity {

// Adds an organization below its parent. Locks the parent and the employer's credit code, whose row
// makes it unique.
class CreateOrganization : public change::Command<Store, v1::Organization> {
 public:
  CreateOrganization(change::Request request, v1::Organization proposed);

  void Need(Store& store) const override;
  std::optional<change::RowScope> Subject(const Store& store) const override;
  absl::StatusOr<v1::Organization> Decide(Store& store,
                                          const change::Moment& moment) const override;

 private:
  absl::Status Check(const Store& store, const change::Caller& caller) const;

  const v1::Organization proposed_;
  const int64_t parent_id_;  // 0: none, or a name that cannot be one
};

}  // namespace unioncare::identity
