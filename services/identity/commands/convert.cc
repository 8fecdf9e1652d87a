#include "services/identity/commands/convert.h"

#include "common/base/name.h"
#include "common/codes/mask.h"
#include "common/rpc/values.h"

namespace unioncare::identity {

PersonalData Masked(const PersonalData& data) {
  return {.name = codes::MaskName(data.name),
          .id_number = data.id_number.empty() ? "" : codes::MaskIdNumber(data.id_number),
          .mobile = data.mobile.empty() ? "" : codes::MaskMobile(data.mobile)};
}

v1::Organization ToProto(const OrganizationRow& row, int64_t version) {
  v1::Organization organization;
  organization.set_name(base::MakeName("organizations", row.id));
  organization.set_etag(rpc::EtagOf(version));
  organization.set_kind(static_cast<v1::Organization::Kind>(row.kind));
  organization.set_title(row.title);
  if (row.parent_id != 0) {
    organization.set_parent(base::MakeName("organizations", row.parent_id));
  }
  organization.set_division_code(row.division_code);
  organization.set_union_credit_code(row.union_credit_code);
  if (!row.employer_code.empty()) {
    organization.mutable_employer()->set_title(row.employer_title);
    organization.mutable_employer()->set_credit_code(row.employer_code);
  }
  *organization.mutable_create_time() = rpc::TimestampOf(row.created_at);
  return organization;
}

v1::Account ToProto(const AccountRow& row, int64_t version, const PersonalData& masked) {
  v1::Account account;
  account.set_name(base::MakeName("accounts", row.id));
  account.set_etag(rpc::EtagOf(version));
  account.set_display_name(masked.name);
  account.set_organization(base::MakeName("organizations", row.organization));
  for (const RoleRule& rule : kRoleRules) {
    if ((row.roles & Bit(rule.role)) != 0) {
      account.add_roles(static_cast<options::v1::Role>(rule.role));
    }
  }
  account.set_id_number(masked.id_number);
  account.set_mobile(masked.mobile);
  *account.mutable_create_time() = rpc::TimestampOf(row.created_at);
  return account;
}

}  // namespace unioncare::identity
