#include "common/base/name.h"

#include <gtest/gtest.h>

namespace unioncare::base {
namespace {

TEST(Name, ComesBack) {
  EXPECT_EQ(MakeName("rosters", 33), "rosters/0000000000011");
  EXPECT_EQ(ParseName("rosters/0000000000011", "rosters"), 33);
}

TEST(Name, ANestedCollectionNamesItsParent) {
  const std::string rows = MakeName("rosters", 1) + "/rows";
  EXPECT_EQ(ParseName(MakeName(rows, 2), rows), 2);
}

TEST(Name, RefusesOtherCollectionsAndShapes) {
  for (const char* name :
       {"", "rosters", "rosters/", "claims/0000000000011", "rosters0000000000011", "rosters/33",
        "rosters/0000000000011/", "/rosters/0000000000011", "roster/0000000000011"}) {
    EXPECT_EQ(ParseName(name, "rosters"), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace unioncare::base
