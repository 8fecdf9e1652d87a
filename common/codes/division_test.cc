#include "common/codes/division.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "common/base/test_rows.h"

namespace unioncare::codes {
namespace {

bool ByCode(const Division& a, const Division& b) { return a.code < b.code; }

TEST(Division, EveryCityHasTheCountiesOfTheRows) {
  const auto rows = base::TestRows(UC_SOURCE_DIR "/common/codes/testdata/divisions.csv");
  ASSERT_EQ(rows.size(), kCities.size());
  for (const auto& row : rows) {
    ASSERT_NE(FindDivision(row[0]), nullptr) << row[0];
    EXPECT_EQ(FindDivision(row[0])->name, row[1]);
    EXPECT_EQ(std::count_if(kCounties.begin(), kCounties.end(),
                            [&](const Division& county) { return CityOf(county.code) == row[0]; }),
              std::stoi(row[2]))
        << row[0];
  }
}

TEST(Division, TheTablesAreSortedForTheSearch) {
  EXPECT_TRUE(std::is_sorted(kCities.begin(), kCities.end(), ByCode));
  EXPECT_TRUE(std::is_sorted(kCounties.begin(), kCounties.end(), ByCode));
}

TEST(Division, FindsEveryLevel) {
  EXPECT_EQ(FindDivision("330000")->name, "浙江省");
  EXPECT_EQ(FindDivision("331100")->name, "丽水市");
  EXPECT_EQ(FindDivision("331127")->name, "景宁畲族自治县");
  EXPECT_EQ(FindDivision("330383")->name, "龙港市");
}

TEST(Division, KnowsNothingElse) {
  for (const char* code : {"", "33", "330103", "339901", "110000", "3301020", "330102000000"}) {
    EXPECT_EQ(FindDivision(code), nullptr) << code;
    EXPECT_EQ(CityOf(code), std::nullopt) << code;
  }
}

TEST(Division, TellsCitiesFromCounties) {
  EXPECT_TRUE(IsCity("330100"));
  EXPECT_FALSE(IsCity("330102"));
  EXPECT_FALSE(IsCity("330000"));
  EXPECT_TRUE(IsCounty("330102"));
  EXPECT_FALSE(IsCounty("330100"));
}

TEST(Division, ACityIsItsOwnCity) {
  EXPECT_EQ(CityOf("330200"), "330200");
  EXPECT_EQ(CityOf("330282"), "330200");
  EXPECT_EQ(CityOf("330000"), std::nullopt);
}

}  // namespace
}  // namespace unioncare::codes
