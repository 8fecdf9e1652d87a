#include "services/medical/rules/cell.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "services/medical/rules/bill.h"
#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

TEST(Cell, ReadsDates) {
  for (const auto& row : Rows("date_cells.csv")) {
    const auto date = ParseDateCell(row[0]);
    EXPECT_EQ(date ? date->ToString() : "-", row[1]) << row[0];
  }
}

TEST(Cell, ReadsTimesOfShanghai) {
  for (const auto& row : Rows("time_cells.csv")) {
    const auto time = ParseTimeCell(row[0]);
    EXPECT_EQ(time ? base::ToRfc3339(*time) : "-", row[1]) << row[0];
  }
}

TEST(Cell, ReadsAmounts) {
  for (auto row : Rows("amount_cells.csv")) {
    std::replace(row[0].begin(), row[0].end(), ';', ',');
    const AmountCell amount = ParseAmountCell(row[0], kMaxBillAmount);
    EXPECT_EQ(base::ToYuan(amount.amount), row[1]) << row[0];
    EXPECT_EQ(amount.reason, row[2]) << row[0];
  }
}

TEST(Cell, RefusesTheEmptyCell) {
  EXPECT_EQ(ParseDateCell(""), std::nullopt);
  EXPECT_EQ(ParseTimeCell(""), std::nullopt);
  EXPECT_EQ(ParseAmountCell("", kMaxBillAmount).reason, "BAD_AMOUNT");
}

TEST(Cell, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0u);
  EXPECT_EQ(CountCharacters("张三DEMO"), 6u);
  EXPECT_EQ(CountCharacters("𠅤·é"), 3u);
}

}  // namespace
}  // namespace unioncare::medical
