#include "common/crypto/digest.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "common/base/bytes.h"
#include "common/base/test_rows.h"

namespace unioncare::crypto {
namespace {

std::string Compute(const std::string& function, const std::string& key, const std::string& text) {
  if (function == "sha256") return std::string(Bytes(Sha256(text)));
  if (function == "hmac") return std::string(Bytes(HmacSha256(key, text)));
  base::Uuid name_space{};
  std::copy(key.begin(), key.end(), name_space.begin());
  return std::string(Bytes(UuidV5(name_space, text)));
}

TEST(DigestTest, PublishedVectors) {
  const auto rows = base::TestRows(UC_SOURCE_DIR "/common/crypto/testdata/digests.csv");
  ASSERT_GE(rows.size(), 8u);
  for (const auto& row : rows) {
    const std::string result = Compute(row[0], *base::HexDecode(row[1]), *base::HexDecode(row[2]));
    EXPECT_EQ(base::HexEncode(result), row[3]) << row[0] << " " << row[2];
  }
}

TEST(Sha256StreamTest, PiecesGiveTheDigestOfTheWhole) {
  Sha256Stream stream;
  EXPECT_EQ(stream.Update("a").Update("").Update("bc").Finish(), Sha256("abc"));
}

TEST(Sha256StreamTest, IsNewAfterFinish) {
  Sha256Stream stream;
  stream.Update("something else").Finish();
  EXPECT_EQ(stream.Update("abc").Finish(), Sha256("abc"));
}

TEST(ConstantTimeEqualTest, ComparesContentAndLength) {
  EXPECT_TRUE(ConstantTimeEqual("", ""));
  EXPECT_TRUE(ConstantTimeEqual("ab", "ab"));
  EXPECT_FALSE(ConstantTimeEqual("ab", "ac"));
  EXPECT_FALSE(ConstantTimeEqual("ab", "abc"));
}

TEST(RandomTest, HasTheLengthAndDiffers) {
  EXPECT_EQ(Random(0).size(), 0u);
  EXPECT_EQ(Random(32).size(), 32u);
  EXPECT_NE(Random(32), Random(32));
}

}  // namespace
}  // namespace unioncare::crypto
