#include "common/codes/bank_card.h"

#include <gtest/gtest.h>

#include "common/base/test_rows.h"

namespace unioncare::codes {
namespace {

std::vector<std::vector<std::string>> Rows() {
  return base::TestRows(UC_SOURCE_DIR "/common/codes/testdata/bank_cards.csv");
}

TEST(BankCard, JudgesTheRows) {
  ASSERT_GT(Rows().size(), 5u);
  for (const auto& row : Rows()) {
    const BankCardFault fault = ValidateBankCard(row[0]);
    EXPECT_EQ(fault == BankCardFault::kNone ? "-" : ReasonOf(fault), row[1]) << row[0];
    if (fault != BankCardFault::kNone) continue;
    EXPECT_EQ(PassesLuhn(row[0]), row[2] == "yes") << row[0];
  }
}

TEST(BankCard, LuhnSeesEveryChangeOfOneDigit) {
  for (const auto& row : Rows()) {
    if (row[2] != "yes") continue;
    for (size_t i = 0; i < row[0].size(); ++i) {
      for (char c = '0'; c <= '9'; ++c) {
        std::string changed = row[0];
        changed[i] = c;
        EXPECT_EQ(PassesLuhn(changed), changed == row[0]) << changed;
      }
    }
  }
}

TEST(BankCard, LuhnSeesEverySwapOfNeighboursBut09And90) {
  for (const auto& row : Rows()) {
    if (row[2] != "yes") continue;
    for (size_t i = 0; i + 1 < row[0].size(); ++i) {
      std::string changed = row[0];
      std::swap(changed[i], changed[i + 1]);
      const std::string pair = changed.substr(i, 2);
      const bool blind = changed == row[0] || pair == "09" || pair == "90";
      EXPECT_EQ(PassesLuhn(changed), blind) << changed;
    }
  }
}

}  // namespace
}  // namespace unioncare::codes
