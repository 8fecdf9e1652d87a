#include "common/csv/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/csv/test_files.h"

namespace unioncare::csv {
namespace {

using ::testing::ElementsAre;

TEST(Reader, SplitsPlainAndQuotedCells) {
  const auto records = ReadAll("a,\"b,\"\"b\"\"\r\nb\",\r\n,x\n");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_THAT(records[0].cells, ElementsAre("a", "b,\"b\"\r\nb", ""));
  EXPECT_THAT(records[1].cells, ElementsAre("", "x"));
}

TEST(Reader, ReadsALastLineWithoutALineFeed) {
  EXPECT_THAT(ReadAll("a\nb")[1].cells, ElementsAre("b"));
  EXPECT_THAT(ReadAll("a,\"b\"")[0].cells, ElementsAre("a", "b"));
  EXPECT_THAT(ReadAll("a,")[0].cells, ElementsAre("a", ""));
}

TEST(Reader, AnEmptyTextHasNoRecords) { EXPECT_TRUE(ReadAll("").empty()); }

TEST(Reader, BlankLinesCountAsRows) {
  const auto records = ReadAll("a\n\r\n\"b\nb\"\nc\n");
  ASSERT_EQ(records.size(), 4u);
  EXPECT_THAT(records[1].cells, ElementsAre(""));
  EXPECT_EQ(records[3].row, 4);
}

TEST(Reader, CountsFromTheRowGiven) {
  Reader reader("a\nb\n", ',', 2001);
  Record record;
  ASSERT_TRUE(reader.Next(&record));
  ASSERT_TRUE(reader.Next(&record));
  EXPECT_EQ(record.row, 2002);
}

TEST(Reader, KeepsAQuoteInsideACell) {
  EXPECT_THAT(ReadAll("=\"0012\",5\" pipe\n")[0].cells, ElementsAre("=\"0012\"", "5\" pipe"));
}

TEST(Reader, ReadsOtherDelimiters) {
  EXPECT_THAT(ReadAll("a|\"b|b\"|c,d\n", '|')[0].cells, ElementsAre("a", "b|b", "c,d"));
  EXPECT_THAT(ReadAll("a\tb\n", '\t')[0].cells, ElementsAre("a", "b"));
}

struct Fault {
  CsvFault fault;
  int64_t row;
};

Fault FaultOf(std::string_view text) {
  Reader reader(text, ',');
  for (Record record; reader.Next(&record);) continue;
  return {reader.fault(), reader.row()};
}

TEST(Reader, SaysInWhichRowAQuoteDoesNotEnd) {
  EXPECT_EQ(FaultOf("a\n\"b\nc\n").fault, CsvFault::kUnterminatedQuote);
  EXPECT_EQ(FaultOf("a\n\"b\nc\n").row, 2);
  const std::string long_text = "a\nb\n\"c" + std::string(3 * kMaxRecordBytes, '\n');
  EXPECT_EQ(FaultOf(long_text).fault, CsvFault::kUnterminatedQuote);
  EXPECT_EQ(FaultOf(long_text).row, 3);
}

TEST(Reader, RefusesTextBehindAClosingQuote) {
  EXPECT_EQ(FaultOf("\"a\"b,c\n").fault, CsvFault::kTextAfterQuote);
  EXPECT_EQ(FaultOf("\"a\" ,c\n").fault, CsvFault::kTextAfterQuote);
}

TEST(Reader, RefusesMoreThan64KbARecord) {
  const std::string fits = std::string(kMaxRecordBytes - 1, 'a') + "\n";
  EXPECT_EQ(FaultOf(fits).fault, CsvFault::kNone);
  EXPECT_EQ(FaultOf("a" + fits).fault, CsvFault::kRecordTooLong);
  EXPECT_EQ(FaultOf(std::string(kMaxRecordBytes + 1, 'a')).fault, CsvFault::kRecordTooLong);
}

TEST(Reader, RefusesMoreThan100Columns) {
  EXPECT_EQ(FaultOf(std::string(99, ',')).fault, CsvFault::kNone);
  EXPECT_EQ(FaultOf("a\n" + std::string(100, ',')).fault, CsvFault::kTooManyColumns);
  EXPECT_EQ(FaultOf("a\n" + std::string(100, ',')).row, 2);
}

TEST(Reader, ReadsNothingBehindAFault) {
  Reader reader("\"a\"b\nc\n", ',');
  Record record;
  EXPECT_FALSE(reader.Next(&record));
  EXPECT_FALSE(reader.Next(&record));
  EXPECT_EQ(ReasonOf(reader.fault()), "CSV_TEXT_AFTER_QUOTE");
}

TEST(Reader, ReadsTheSampleSettlements) {
  const std::string text = *Decode(ReadTestFile("settlement_national.csv"), Encoding::kUtf8);
  const auto records = ReadAll(text);
  ASSERT_EQ(records.size(), 6u);
  for (const Record& record : records) EXPECT_EQ(record.cells.size(), 47u) << record.row;
  EXPECT_EQ(records[0].cells[0], "setl_id");
  EXPECT_EQ(records[5].cells[0], "339900G0000000000105");
}

}  // namespace
}  // namespace unioncare::csv
