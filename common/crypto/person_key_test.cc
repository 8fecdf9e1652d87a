#include "common/crypto/person_key.h"

#include <gtest/gtest.h>

#include <numeric>

#include "common/base/bytes.h"
#include "common/base/test_rows.h"

namespace unioncare::crypto {
namespace {

TEST(PersonKeyTest, Vectors) {
  Key key;
  std::iota(key.begin(), key.end(), 0);
  const auto rows = base::TestRows(UC_SOURCE_DIR "/common/crypto/testdata/person_keys.csv");
  ASSERT_GE(rows.size(), 5u);
  for (const auto& row : rows) {
    const std::string result =
        row[0] == "person_key" ? PersonKey(key, row[2]) : BlindIndex(key, row[1], row[2]);
    EXPECT_EQ(base::HexEncode(result), row[3]) << row[0] << " " << row[2];
  }
}

TEST(PersonKeyTest, AnotherCityHasAnotherKey) {
  EXPECT_NE(PersonKey(Key{1}, "339901199001010011"), PersonKey(Key{2}, "339901199001010011"));
}

TEST(PersonKeyTest, SizesAreThePublishedOnes) {
  EXPECT_EQ(PersonKey(Key{}, "339901199001010011").size(), kPersonKeySize);
  EXPECT_EQ(BlindIndex(Key{}, "phone", "").size(), kBlindIndexSize);
}

}  // namespace
}  // namespace unioncare::crypto
