#include "common/csv/cells.h"

#include <gtest/gtest.h>

#include "common/csv/test_files.h"

namespace unioncare::csv {
namespace {

TEST(Cells, AreCleanedLikeTheRows) {
  const auto cases = Cases("cells.csv");
  ASSERT_GT(cases.size(), 25u);
  for (const auto& row : cases) {
    const std::string cleaned = CleanCell(row[0]);
    EXPECT_EQ(cleaned, row[1]) << row[0];
    EXPECT_EQ(IsBlank(cleaned), row[2] == "yes") << row[0];
    EXPECT_EQ(NumberRounded(cleaned), row[3] == "yes") << row[0];
  }
}

TEST(Cells, LoseWhatCannotBeSeen) {
  EXPECT_EQ(CleanCell("\ufeff339901\u200b1990\u2060\u200d"), "3399011990");
  EXPECT_EQ(CleanCell("\u00a0张三DEMO\u3000\r\n"), "张三DEMO");
}

TEST(Cells, StayAsTheyAreWhenNotUtf8) { EXPECT_EQ(CleanCell("a\xff"), "a\xff"); }

TEST(FoldWidth, FoldsAllOfAscii) { EXPECT_EQ(FoldWidth("（１，２）！～　￥"), "(1,2)!~ ￥"); }

TEST(KindOf, TellsTheLastRows) {
  const auto cases = Cases("last_rows.csv");
  ASSERT_GT(cases.size(), 10u);
  for (const auto& row : cases) {
    const RowKind kind = KindOf(Record{9, {"", row[0], ""}});
    const std::string name = kind == RowKind::kData    ? "data"
                             : kind == RowKind::kBlank ? "blank"
                             : kind == RowKind::kTotal ? "total"
                                                       : "footer";
    EXPECT_EQ(name, row[1]) << row[0];
  }
}

TEST(KindOf, OnlyTheFirstFilledCellCounts) {
  EXPECT_EQ(KindOf(Record{9, {"", "1", "合计"}}), RowKind::kData);
  EXPECT_EQ(KindOf(Record{9, {}}), RowKind::kBlank);
}

}  // namespace
}  // namespace unioncare::csv
