#include "services/identity/rules/role.h"

namespace unioncare::identity {

const RoleRule* FindRoleRule(int32_t number) {
  for (const RoleRule& rule : kRoleRules) {
    if (static_cast<int32_t>(rule.role) == number) return &rule;
  }
  return nullptr;
}

std::optional<RoleConflict> FindConflict(RoleSet roles) {
  for (const RoleRule& first : kRoleRules) {
    if ((roles & Bit(first.role)) == 0) continue;
    for (const RoleRule& second : kRoleRules) {
      const bool both = first.role != second.role && (roles & Bit(second.role)) != 0;
      if (both && (first.excludes & Bit(second.role)) != 0) return RoleConflict{&first, &second};
    }
  }
  return std::nullopt;
}

const RoleRule* FindMisplaced(RoleSet roles, OrganizationKind organization) {
  for (const RoleRule& rule : kRoleRules) {
    if ((roles & Bit(rule.role)) != 0 && rule.level != organization) return &rule;
  }
  return nullptr;
}

}  // namespace unioncare::identity
