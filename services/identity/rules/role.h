#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "services/identity/rules/organization.h"

// What an account may do, and which duties one person must not hold together.
namespace unioncare::identity {

// Numbered as in the contract (options.proto); there are no others.
enum class Role : int32_t {
  kWorker = 1,
  kUnionClerk = 2,
  kUnionChair = 3,
  kCountyReviewer = 4,
  kCityApprover = 5,
  kFinanceMaker = 6,
  kFinanceChecker = 7,
  kFinanceAuthorizer = 8,
  kAuditor = 9,
  kSystemAdministrator = 10,
  kSecurityAdministrator = 11,
  kAuditAdministrator = 12,
};

// One bit each.
using RoleSet = uint32_t;
constexpr RoleSet Bit(Role role) { return RoleSet{1} << static_cast<int32_t>(role); }

inline constexpr RoleSet kNobodyElse = ~RoleSet{0};
inline constexpr RoleSet kFinance =
    Bit(Role::kFinanceMaker) | Bit(Role::kFinanceChecker) | Bit(Role::kFinanceAuthorizer);

struct RoleRule {
  Role role;
  std::string_view name;
  OrganizationKind level;  // of the account's organization
  RoleSet excludes;        // roles that the same account must not have
};

// The whole rule. WORKER is given with the account and combines with nothing; an auditor changes
// nothing; administrators see no cases and not each other's work; money needs three people.
inline constexpr RoleRule kRoleRules[] = {
    {Role::kWorker, "WORKER", OrganizationKind::kBaseUnion, kNobodyElse},
    {Role::kUnionClerk, "UNION_CLERK", OrganizationKind::kBaseUnion, 0},
    {Role::kUnionChair, "UNION_CHAIR", OrganizationKind::kBaseUnion, 0},
    {Role::kCountyReviewer, "COUNTY_REVIEWER", OrganizationKind::kCounty, 0},
    {Role::kCityApprover, "CITY_APPROVER", OrganizationKind::kCity, 0},
    {Role::kFinanceMaker, "FINANCE_MAKER", OrganizationKind::kCity, kFinance},
    {Role::kFinanceChecker, "FINANCE_CHECKER", OrganizationKind::kCity, kFinance},
    {Role::kFinanceAuthorizer, "FINANCE_AUTHORIZER", OrganizationKind::kCity, kFinance},
    {Role::kAuditor, "AUDITOR", OrganizationKind::kCity, kNobodyElse},
    {Role::kSystemAdministrator, "SYSTEM_ADMINISTRATOR", OrganizationKind::kCity, kNobodyElse},
    {Role::kSecurityAdministrator, "SECURITY_ADMINISTRATOR", OrganizationKind::kCity, kNobodyElse},
    {Role::kAuditAdministrator, "AUDIT_ADMINISTRATOR", OrganizationKind::kCity, kNobodyElse},
};

// nullptr for a number that is no role's.
const RoleRule* FindRoleRule(int32_t number);

struct RoleConflict {
  const RoleRule* first;
  const RoleRule* second;
};
// The first two roles of the set that exclude each other.
std::optional<RoleConflict> FindConflict(RoleSet roles);

// The first role of the set that an account of this kind of organization cannot have; nullptr:
// none.
const RoleRule* FindMisplaced(RoleSet roles, OrganizationKind organization);

}  // namespace unioncare::identity
