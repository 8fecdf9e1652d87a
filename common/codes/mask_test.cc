#include "common/codes/mask.h"

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <map>
#include <random>

#include "common/base/test_rows.h"
#include "common/base/utf8.h"

namespace unioncare::codes {
namespace {

constexpr int kRounds = 20000;
constexpr unsigned kSeed = 20240501;

struct Rule {
  std::function<std::string(std::string_view)> mask;
  size_t head, tail;  // how many characters may be seen
};

const std::map<std::string, Rule>& Rules() {
  static const auto& rules = *new std::map<std::string, Rule>{
      {"id", {MaskIdNumber, 3, 4}},   {"id_strict", {MaskIdNumberStrict, 1, 1}},
      {"mobile", {MaskMobile, 3, 4}}, {"bank", {MaskBankAccount, 4, 4}},
      {"name", {MaskName, 1, 1}},
  };
  return rules;
}

TEST(Mask, WritesTheRows) {
  const auto rows = base::TestRows(UC_SOURCE_DIR "/common/codes/testdata/masks.csv");
  ASSERT_GT(rows.size(), 20u);
  for (const auto& row : rows) {
    const auto mask = row[0] == "address" ? MaskAddress : Rules().at(row[0]).mask;
    EXPECT_EQ(mask(row[1]), row[2]) << row[0] << " of " << row[1];
  }
}

TEST(Mask, HidesWhatIsNotUtf8) {
  for (const auto& [name, rule] : Rules()) EXPECT_EQ(rule.mask("\xe5\xbc"), "*") << name;
}

std::u32string RandomText(std::mt19937& random) {
  const std::u32string_view alphabet = U"0123456789Xx张三丰杭州市西湖区浙江省𠮷é ";
  std::u32string text;
  for (size_t length = random() % 24; length > 0; --length) {
    text += alphabet[random() % alphabet.size()];
  }
  return text;
}

TEST(Mask, ShowsOnlyTheAllowedCharactersOfAnyText) {
  std::cout << "seed " << kSeed << "\n";
  std::mt19937 random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    const std::u32string text = RandomText(random);
    for (const auto& [name, rule] : Rules()) {
      const auto masked = base::DecodeUtf8(rule.mask(base::EncodeUtf8(text)));
      ASSERT_EQ(masked->size(), text.size()) << name;
      for (size_t i = 0; i < text.size(); ++i) {
        const bool allowed = i < rule.head || i + rule.tail >= text.size();
        ASSERT_TRUE((*masked)[i] == U'*' || (allowed && (*masked)[i] == text[i])) << name;
      }
      ASSERT_TRUE(text.empty() || masked->find(U'*') != std::u32string::npos) << name;
    }
  }
}

TEST(Mask, ShowsNothingOfAnAddressButDivisions) {
  std::cout << "seed " << kSeed << "\n";
  std::mt19937 random(kSeed);
  for (int round = 0; round < kRounds; ++round) {
    const std::string masked = MaskAddress("杭州市" + base::EncodeUtf8(RandomText(random)));
    ASSERT_TRUE(masked == "杭州市***" || masked == "杭州市西湖区***") << masked;
  }
}

}  // namespace
}  // namespace unioncare::codes
