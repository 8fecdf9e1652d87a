#include "common/csv/writer.h"

#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "common/csv/test_files.h"

namespace unioncare::csv {
namespace {

std::string Row(const std::vector<std::string>& cells) {
  std::string out;
  AppendRow(cells, &out);
  return out;
}

TEST(Writer, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(Row({"a", "", "张三DEMO", "b,c", "d\"e", "f\ng"}),
            "a,,张三DEMO,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
}

TEST(Writer, AppendsRecords) {
  std::string out = "x\r\n";
  const std::vector<std::string> cells = {"y"};
  AppendRow(cells, &out);
  EXPECT_EQ(out, "x\r\ny\r\n");
}

TEST(Writer, DisarmsFormulas) {
  EXPECT_EQ(Row({"=1+1", "@SUM(A1)", "+1", "-1+1", "\tx"}), "'=1+1,'@SUM(A1),'+1,'-1+1,'\tx\r\n");
  EXPECT_EQ(Row({"＝1", "＋1", "－1", "＠a"}), "'＝1,'＋1,'－1,'＠a\r\n");
  EXPECT_EQ(Row({"\r=1"}), "\"'\r=1\"\r\n");
  EXPECT_EQ(Row({"-"}), "'-\r\n");
}

TEST(Writer, LeavesNumbersAlone) {
  EXPECT_EQ(Row({"-12.50", "-1", "0.05", "339901199001010018"}),
            "-12.50,-1,0.05,339901199001010018\r\n");
  EXPECT_EQ(Row({"-1.2.3", "-1.", "-A1"}), "'-1.2.3,'-1.,'-A1\r\n");
}

// 2,000 generated cells: none begins like a formula in the file, and all come back.
TEST(Writer, NothingThatBeginsLikeAFormulaGetsOut) {
  constexpr unsigned kSeed = 20240503;
  constexpr std::string_view kPieces[] = {"=", "+",  "-",    "@", "\t", "\r", "\n", "＝",
                                          "a", "\"", "\"\"", ",", "1",  ".",  "|",  "张"};
  std::cout << "seed " << kSeed << "\n";
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    std::string cell;
    for (size_t i = random() % 6; i > 0; --i) cell += kPieces[random() % std::size(kPieces)];
    const std::string written = ReadAll(Row({"first", cell}))[0].cells[1];
    EXPECT_TRUE(written == cell || written == "'" + cell) << written;
    const bool number = written.find_first_not_of("-.1") == std::string::npos;
    const bool harmless = written.empty() ||
                          std::string_view("=+-@\t\r\n").find(written[0]) == std::string_view::npos;
    EXPECT_TRUE(harmless || number) << written;
  }
}

}  // namespace
}  // namespace unioncare::csv
