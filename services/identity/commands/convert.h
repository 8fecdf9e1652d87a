#pragma once

#include <cstdint>
#include <string>

#include "services/identity/store/store.h"
#include "services/identity/store/vault.h"
#include "unioncare/identity/v1/account.pb.h"
#include "unioncare/identity/v1/organization.pb.h"

// Rows as the contract shows them.
namespace unioncare::identity {

// As far as replies may show them: masked, and so they are stored.
PersonalData Masked(const PersonalData& data);

v1::Organization ToProto(const OrganizationRow& row, int64_t version);
v1::Account ToProto(const AccountRow& row, int64_t version, const PersonalData& masked);

}  // namespace unioncare::identity
