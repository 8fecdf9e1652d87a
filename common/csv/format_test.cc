#include "common/csv/format.h"

#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "common/csv/test_files.h"

namespace unioncare::csv {
namespace {

constexpr Format kComma{Encoding::kUtf8, ','};

TEST(Format, IsDetectedInTheSampleFiles) {
  const Format national = DetectFormat(ReadTestFile("settlement_national.csv"));
  EXPECT_EQ(national.encoding, Encoding::kUtf8);
  EXPECT_EQ(national.delimiter, ',');
  const Format bank = DetectFormat(ReadTestFile("crossbank.csv"));
  EXPECT_EQ(bank.encoding, Encoding::kGb18030);
  EXPECT_EQ(bank.delimiter, ',');
  const Format pipe = DetectFormat(ReadTestFile("pipe5.txt"));
  EXPECT_EQ(pipe.encoding, Encoding::kGb18030);
  EXPECT_EQ(pipe.delimiter, '|');
}

TEST(Format, TitleLinesDoNotChooseTheDelimiter) {
  EXPECT_EQ(DetectFormat("花名册, 2024\n姓名\t身份证号\t手机\n").delimiter, '\t');
  EXPECT_EQ(DetectFormat("姓名\n张三DEMO\n").delimiter, ',');
}

TEST(Format, ATrailByteIsNoDelimiter) {
  // Characters of GB18030 whose second byte is that of '|'.
  EXPECT_EQ(DetectFormat("\x81\x7c\x82\x7c\x83\x7c,a\n").delimiter, ',');
}

size_t EndOf(std::string_view bytes, const Format& format = kComma) {
  const RecordEnd found = FindRecordEnd(bytes, format);
  return found.complete ? found.end : 0;
}

TEST(RecordEnd, IsTheFirstLineFeedOutsideQuotes) {
  EXPECT_EQ(EndOf("a,b\nc"), 4u);
  EXPECT_EQ(EndOf("a,\"b\nb\"\nc"), 8u);
  EXPECT_EQ(EndOf("\"a\"\"\n\"\nc"), 7u);
  EXPECT_EQ(EndOf("\n"), 1u);
}

TEST(RecordEnd, AQuoteInsideACellIsText) {
  EXPECT_EQ(EndOf("5\" pipe,b\nc"), 10u);
  EXPECT_EQ(EndOf("=\"0012\",b\nc"), 10u);
}

TEST(RecordEnd, ATrailByteDoesNotStartACell) {
  const Format pipe{Encoding::kGb18030, '|'};
  EXPECT_EQ(EndOf("\x81\x7c\" is text\nb", pipe), 12u);
  EXPECT_EQ(EndOf("\x81\x30\x81\x30|\"a\nb\"\nc", pipe), 11u);
}

TEST(RecordEnd, ABrokenCharacterHidesNoLineFeed) {
  EXPECT_EQ(EndOf("a\xd5\nb", Format{Encoding::kGb18030, ','}), 3u);
}

TEST(RecordEnd, SaysWhatIsNotComplete) {
  EXPECT_FALSE(FindRecordEnd("a,b", kComma).complete);
  EXPECT_FALSE(FindRecordEnd("a,b", kComma).inside_quote);
  EXPECT_TRUE(FindRecordEnd("a,\"b\n", kComma).inside_quote);
}

TEST(CompleteRecords, StopsAtRowsBytesAndTheLastLineFeed) {
  const std::string_view bytes = "a\n\"b\nb\"\n\nlast";
  int rows = 0;
  EXPECT_EQ(CompleteRecords(bytes, kComma, 100, 1000, &rows), 9u);
  EXPECT_EQ(rows, 3);
  EXPECT_EQ(CompleteRecords(bytes, kComma, 2, 1000, &rows), 8u);
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(CompleteRecords(bytes, kComma, 100, 7, &rows), 2u);
  EXPECT_EQ(rows, 1);
  EXPECT_EQ(CompleteRecords("last", kComma, 100, 1000, &rows), 0u);
  EXPECT_EQ(rows, 0);
}

TEST(CompleteRecords, AQuoteBehindTheByteOrderMarkOpens) {
  int rows = 0;
  EXPECT_EQ(CompleteRecords("\xef\xbb\xbf\"a\nb\"\nc", kComma, 100, 1000, &rows), 9u);
  EXPECT_EQ(rows, 1);
  EXPECT_EQ(CompleteRecords("\xef\xbb\xbf", kComma, 100, 1000, &rows), 0u);
}

TEST(CompleteRecords, FindsNothingInARecordThatIsTooLong) {
  int rows = 0;
  const std::string line = std::string(kMaxRecordBytes, 'a') + "\n";
  EXPECT_EQ(CompleteRecords(line, kComma, 100, 1 << 20, &rows), 0u);
  EXPECT_EQ(CompleteRecords(line.substr(1), kComma, 100, 1 << 20, &rows), kMaxRecordBytes);
}

std::string RandomFile(std::mt19937& random, Encoding encoding) {
  static constexpr std::string_view kPieces[] = {"a",  ",",    "|",         "\"",    "\"\"",
                                                 "\n", "\r\n", "\"x\ny\",", "=\"1\""};
  std::string file;
  for (int i = 0; i < 40; ++i) {
    if (random() % 6 == 0) {
      file += encoding == Encoding::kUtf8 ? "张" : random() % 2 ? "\x81\x7c" : "\x81\x30\x81\x30";
    }
    file += kPieces[random() % std::size(kPieces)];
  }
  return file;
}

// Reads `bytes` in chunks of a few rows, as an import does.
std::vector<Record> ReadInChunks(std::string_view bytes, const Format& format, int max_rows) {
  std::vector<Record> all;
  int64_t next_row = 1;
  while (!bytes.empty()) {
    int rows = 0;
    size_t size = CompleteRecords(bytes, format, max_rows, 1 << 20, &rows);
    if (size == 0) size = bytes.size();
    const std::string text = *Decode(bytes.substr(0, size), format.encoding);
    Reader reader(text, format.delimiter, next_row);
    for (Record record; reader.Next(&record);) all.push_back(record);
    if (reader.fault() != CsvFault::kNone) return all;
    bytes.remove_prefix(size);
    next_row += rows;
  }
  return all;
}

TEST(CompleteRecords, ChunksReadLikeTheWholeFile) {
  constexpr unsigned kSeed = 20240502;
  std::cout << "seed " << kSeed << "\n";
  std::mt19937 random(kSeed);
  for (int round = 0; round < 4000; ++round) {
    const Format format{random() % 2 ? Encoding::kUtf8 : Encoding::kGb18030,
                        random() % 2 ? ',' : '|'};
    const std::string file = RandomFile(random, format.encoding);
    const auto whole = ReadAll(*Decode(file, format.encoding), format.delimiter);
    const auto chunks = ReadInChunks(file, format, 1 + random() % 3);
    ASSERT_EQ(chunks.size(), whole.size()) << file;
    for (size_t i = 0; i < whole.size(); ++i) {
      ASSERT_EQ(chunks[i].row, whole[i].row) << file;
      ASSERT_EQ(chunks[i].cells, whole[i].cells) << file;
    }
  }
}

}  // namespace
}  // namespace unioncare::csv
