#include "common/codes/credit_code.h"

#include <gtest/gtest.h>

#include "common/base/test_rows.h"

namespace unioncare::codes {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr int kWeights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

std::vector<std::vector<std::string>> Rows() {
  return base::TestRows(UC_SOURCE_DIR "/common/codes/testdata/credit_codes.csv");
}

TEST(CreditCode, JudgesTheRows) {
  ASSERT_GT(Rows().size(), 12u);
  for (const auto& row : Rows()) {
    const std::string code = NormalizeCreditCode(row[0]);
    const CreditCodeFault fault = ValidateCreditCode(code);
    EXPECT_EQ(fault == CreditCodeFault::kNone ? "-" : ReasonOf(fault), row[1]) << row[0];
    EXPECT_EQ(IsUnionCreditCode(code), row[2] == "yes") << row[0];
  }
}

TEST(CreditCode, RefusesEveryChangeOfOneCharacter) {
  for (const auto& row : Rows()) {
    const std::string code = NormalizeCreditCode(row[0]);
    if (row[1] != "-") continue;
    for (size_t i = 0; i < code.size(); ++i) {
      for (char c : kAlphabet) {
        std::string changed = code;
        changed[i] = c;
        EXPECT_EQ(ValidateCreditCode(changed) == CreditCodeFault::kNone, changed == code)
            << changed;
      }
    }
  }
}

TEST(CreditCode, RefusesEverySwapOfNeighbours) {
  for (const auto& row : Rows()) {
    const std::string code = NormalizeCreditCode(row[0]);
    if (row[1] != "-") continue;
    for (size_t i = 0; i + 1 < code.size(); ++i) {
      std::string changed = code;
      std::swap(changed[i], changed[i + 1]);
      EXPECT_EQ(ValidateCreditCode(changed) == CreditCodeFault::kNone, changed == code) << changed;
    }
  }
}

TEST(CreditCode, ChecksTheBodyOnItsOwn) {
  // A wrong body check character under a last character that is right for it.
  std::string code = "913301007996550590";
  for (char c : kAlphabet) {
    code.back() = c;
    if (ValidateCreditCode(code) == CreditCodeFault::kBody) return;
    EXPECT_EQ(ValidateCreditCode(code), CreditCodeFault::kCheck);
  }
  ADD_FAILURE() << "no last character was right";
}

// Published code forgets to subtract from 31.
TEST(CreditCode, DisagreesWithTheForgottenSubtraction) {
  const std::string_view code = "91330100799655058B";
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += static_cast<int>(kAlphabet.find(code[i])) * kWeights[i];
  EXPECT_EQ(kAlphabet[sum % 31], 'L');
  EXPECT_EQ(ValidateCreditCode(code), CreditCodeFault::kNone);
}

// Published code numbers letters as c - 'A' + 10, which is wrong after the missing I.
TEST(CreditCode, DisagreesWithLettersNumberedWithoutGaps) {
  const std::string_view code = "91350100M000100Y43";
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) {
    sum += (code[i] <= '9' ? code[i] - '0' : code[i] - 'A' + 10) * kWeights[i];
  }
  EXPECT_NE(kAlphabet[(31 - sum % 31) % 31], '3');
  EXPECT_EQ(ValidateCreditCode(code), CreditCodeFault::kNone);
}

}  // namespace
}  // namespace unioncare::codes
