#include "common/crypto/keys.h"

#include <gtest/gtest.h>

#include "common/base/bytes.h"
#include "common/crypto/digest.h"
#include "common/crypto/test_file.h"
#include "common/status/status.h"

namespace unioncare::crypto {
namespace {

const std::string kZeros = std::string(43, 'A') + "=";
const std::string kOnes = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

TEST(KeyRingTest, FirstLineIsNewestAndAllAreFound) {
  const auto ring =
      KeyRing::Load(WriteTestFile("keys", "# rotated\nk2:" + kOnes + "\n\nk1:" + kZeros + "\n"));
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_EQ(ring->newest().id, "k2");
  ASSERT_NE(ring->Find("k1"), nullptr);
  EXPECT_EQ(*ring->Find("k1"), Key{});
  EXPECT_EQ(ring->Find("k3"), nullptr);
}

TEST(KeyRingTest, LoadsWhatGenerateKeyLineMakes) {
  const auto ring = KeyRing::Load(WriteTestFile("keys", GenerateKeyLine("k1")));
  ASSERT_TRUE(ring.ok()) << ring.status();
  EXPECT_NE(ring->newest().key, Key{});
}

TEST(KeyRingTest, RefusesMalformedFiles) {
  const std::string files[] = {
      "",
      "\n# nothing\n",
      kZeros,
      ":" + kZeros,
      "k1:",
      "k1:" + kZeros + " ",
      "k1:" + kZeros + "\r\n",
      "k1: " + kZeros,
      "k1:" + kZeros.substr(4),
      "k1:AAAA" + kZeros,
      "k1:" + kZeros.substr(0, 43),
      "k1:-" + kZeros.substr(1),
      "K1:" + kZeros,
      "k_1:" + kZeros,
      std::string(33, 'k') + ":" + kZeros,
      "k1:" + kZeros + "\nk1:" + kOnes,
      "k1:" + kZeros + "\nk2:" + kOnes.substr(1),
  };
  for (const std::string& content : files) {
    const auto ring = KeyRing::Load(WriteTestFile("keys", content));
    EXPECT_EQ(status::ReasonOf(ring.status()), "SECRET_FILE_MALFORMED") << content;
  }
}

TEST(KeyRingTest, RefusesModesThatOthersMayUse) {
  for (mode_t mode : {0601, 0602, 0604, 0610, 0620, 0640, 0644, 0700}) {
    const auto ring = KeyRing::Load(WriteTestFile("keys", "k1:" + kZeros, mode));
    EXPECT_EQ(status::ReasonOf(ring.status()), "SECRET_FILE_TOO_OPEN") << std::oct << mode;
  }
}

TEST(KeyRingTest, AcceptsAReadOnlyFile) {
  EXPECT_TRUE(KeyRing::Load(WriteTestFile("keys", "k1:" + kZeros, 0400)).ok());
}

TEST(KeyRingTest, NamesTheFileThatIsMissing) {
  const absl::Status status = KeyRing::Load("/nowhere/person_key").status();
  EXPECT_EQ(status::ReasonOf(status), "SECRET_FILE_UNREADABLE");
  EXPECT_NE(std::string(status.message()).find("/nowhere/person_key"), std::string::npos);
}

TEST(KeyRingTest, RefusesAFolderAndAnEndlessFile) {
  EXPECT_EQ(status::ReasonOf(KeyRing::Load("/tmp").status()), "SECRET_FILE_UNREADABLE");
  EXPECT_EQ(status::ReasonOf(KeyRing::Load("/dev/zero").status()), "SECRET_FILE_UNREADABLE");
}

TEST(LoadOnlyKeyTest, TakesOneLine) {
  const auto key = LoadOnlyKey(WriteTestFile("keys", "city:" + kOnes + "\n"));
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->id, "city");
}

TEST(LoadOnlyKeyTest, RefusesASecondLine) {
  const auto key = LoadOnlyKey(WriteTestFile("keys", "b:" + kOnes + "\na:" + kZeros + "\n"));
  EXPECT_EQ(status::ReasonOf(key.status()), "SECRET_FILE_MALFORMED");
}

}  // namespace
}  // namespace unioncare::crypto
