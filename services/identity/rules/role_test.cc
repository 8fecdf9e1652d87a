#include "services/identity/rules/role.h"

#include <gtest/gtest.h>

#include <string>

#include "common/base/test_rows.h"

namespace unioncare::identity {
namespace {

RoleSet SetOf(const std::string& numbers) {
  RoleSet roles = 0;
  for (const std::string& number : base::SplitAt(numbers, '+')) {
    roles |= Bit(FindRoleRule(std::stoi(number))->role);
  }
  return roles;
}

OrganizationKind KindOf(const std::string& name) {
  for (const auto kind : {OrganizationKind::kCity, OrganizationKind::kCounty}) {
    if (Name(kind) == name) return kind;
  }
  return OrganizationKind::kBaseUnion;
}

std::string OutcomeOf(RoleSet roles, OrganizationKind kind) {
  if (FindConflict(roles)) return "CONFLICT";
  return FindMisplaced(roles, kind) != nullptr ? "LEVEL" : "OK";
}

TEST(Role, SetsOfRolesFollowTheTable) {
  const auto rows = base::TestRows(UC_SOURCE_DIR "/services/identity/rules/testdata/role_sets.csv");
  ASSERT_GT(rows.size(), 40u);
  for (const auto& row : rows) {
    EXPECT_EQ(OutcomeOf(SetOf(row[0]), KindOf(row[1])), row[2]) << row[0] << " at " << row[1];
  }
}

TEST(Role, ConflictsDoNotDependOnTheOrderOfRules) {
  for (const RoleRule& a : kRoleRules) {
    for (const RoleRule& b : kRoleRules) {
      const bool excluded =
          a.role != b.role && ((a.excludes & Bit(b.role)) != 0 || (b.excludes & Bit(a.role)) != 0);
      EXPECT_EQ(FindConflict(Bit(a.role) | Bit(b.role)).has_value(), excluded)
          << a.name << " " << b.name;
    }
  }
}

TEST(Role, NumbersOfNoRoleAreNotFound) {
  EXPECT_EQ(FindRoleRule(0), nullptr);
  EXPECT_EQ(FindRoleRule(13), nullptr);
  EXPECT_EQ(FindRoleRule(-1), nullptr);
}

}  // namespace
}  // namespace unioncare::identity
