#include "common/csv/values.h"

#include <gtest/gtest.h>

#include "common/csv/test_files.h"

namespace unioncare::csv {
namespace {

TEST(Values, AmountsOfTheRows) {
  const auto cases = Cases("amounts.csv");
  ASSERT_GT(cases.size(), 30u);
  for (const auto& row : cases) {
    const auto fen = ParseAmount(row[0], UnitOf(row[1]));
    EXPECT_EQ(fen ? base::ToYuan(*fen) : "-", row[2]) << row[0] << " in " << row[1];
  }
}

TEST(Values, DatesOfTheRows) {
  const auto cases = Cases("dates.csv");
  ASSERT_GT(cases.size(), 30u);
  for (const auto& row : cases) {
    const auto date = row[1] == "day"     ? ParseDate(row[0])
                      : row[1] == "month" ? ParseMonth(row[0])
                                          : ParseSerialDate(row[0]);
    EXPECT_EQ(date ? date->ToString() : "-", row[2]) << row[0] << " as " << row[1];
  }
}

TEST(Values, UnitsOfNotes) {
  EXPECT_EQ(UnitOf(""), AmountUnit::kYuan);
  EXPECT_EQ(UnitOf("单位:元"), AmountUnit::kYuan);
  EXPECT_EQ(UnitOf("单位:分"), AmountUnit::kFen);
  EXPECT_EQ(UnitOf("万元"), AmountUnit::kTenThousandYuan);
}

}  // namespace
}  // namespace unioncare::csv
