#include "services/identity/rules/organization.h"

#include <gtest/gtest.h>

#include <map>

#include "common/base/test_rows.h"

namespace unioncare::identity {
namespace {

const std::map<std::string, OrganizationKind> kKinds = {
    {"CITY", OrganizationKind::kCity},
    {"COUNTY", OrganizationKind::kCounty},
    {"BASE_UNION", OrganizationKind::kBaseUnion}};

const std::map<std::string, OrganizationFault> kFaults = {
    {"NONE", OrganizationFault::kNone},
    {"PARENT_KIND", OrganizationFault::kParentKind},
    {"DIVISION", OrganizationFault::kDivisionOutsideParent},
    {"EMPLOYER_REQUIRED", OrganizationFault::kEmployerRequired},
    {"EMPLOYER_NOT_ALLOWED", OrganizationFault::kEmployerNotAllowed},
    {"SWAPPED", OrganizationFault::kCodeSwapped}};

TEST(Organization, StandsWhereTheTableSays) {
  const auto rows =
      base::TestRows(UC_SOURCE_DIR "/services/identity/rules/testdata/organizations.csv");
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    Proposal proposal{kKinds.at(row[0]), row[1], row[2], std::nullopt};
    if (!row[3].empty()) proposal.employer_code = row[3];
    std::optional<Parent> parent;
    if (!row[4].empty()) parent = Parent{kKinds.at(row[4]), row[5]};
    EXPECT_EQ(CheckOrganization(proposal, parent), kFaults.at(row[6]))
        << row[0] << " " << row[1] << " below " << row[4] << " " << row[5];
  }
}

TEST(Organization, OnlyTheCityLiesInNoCounty) {
  EXPECT_EQ(CountyOf(OrganizationKind::kCity, "330200"), "");
  EXPECT_EQ(CountyOf(OrganizationKind::kCounty, "330203"), "330203");
  EXPECT_EQ(CountyOf(OrganizationKind::kBaseUnion, "330203"), "330203");
}

}  // namespace
}  // namespace unioncare::identity
