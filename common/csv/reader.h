#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/csv/format.h"

// Reads CSV as RFC 4180 has it: cells in quotes when they hold delimiters, line feeds or quotes
// (doubled); lines end with CR LF or LF. Cells come as they are written; cells.h cleans them.
//
//   Reader reader(text, format.delimiter);
//   for (Record record; reader.Next(&record);) ...
//   if (reader.fault() != CsvFault::kNone) refuse with ReasonOf(reader.fault()) at reader.row()
namespace unioncare::csv {

inline constexpr size_t kMaxColumns = 100;

enum class CsvFault {
  kNone,
  kUnterminatedQuote,  // the record opens a quote that its text, or 64 KB of it, does not close
  kTextAfterQuote,     // "abc"d
  kRecordTooLong,      // more than kMaxRecordBytes of UTF-8
  kTooManyColumns,     // more than kMaxColumns
};

// "CSV_UNTERMINATED_QUOTE", "CSV_TEXT_AFTER_QUOTE", "CSV_RECORD_TOO_LONG", "CSV_TOO_MANY_COLUMNS";
// empty for kNone.
std::string_view ReasonOf(CsvFault fault);

struct Record {
  int64_t row = 0;  // as a spreadsheet numbers it: from 1, every record counts, blank ones too
  std::vector<std::string> cells;
};

class Reader {
 public:
  // `text` is decoded, starts at a record, and outlives the reader. `first_row` is the number of
  // its first record: 1, or for a chunk one more than the records before it.
  Reader(std::string_view text, char delimiter, int64_t first_row = 1)
      : rest_(text), format_{Encoding::kUtf8, delimiter}, row_(first_row - 1) {}

  // False at the end of the text or at a fault, after which there is nothing more to read.
  bool Next(Record* record);

  CsvFault fault() const { return fault_; }
  // The row read last, or the one with the fault.
  int64_t row() const { return row_; }

 private:
  bool Fail(CsvFault fault);
  bool Split(std::string_view line, std::vector<std::string>* cells);

  std::string_view rest_;
  const Format format_;
  int64_t row_;
  CsvFault fault_ = CsvFault::kNone;
};

}  // namespace unioncare::csv
