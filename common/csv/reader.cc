#include "common/csv/reader.h"

namespace unioncare::csv {
namespace {

std::string_view WithoutLineEnd(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Takes a quoted cell off the front of `line`, which starts behind the opening quote and is known
// to hold the closing one.
std::string TakeQuoted(std::string_view* line) {
  std::string cell;
  for (;;) {
    const size_t quote = line->find('"');
    cell += line->substr(0, quote);
    line->remove_prefix(quote + 1);
    if (!line->starts_with('"')) return cell;
    cell += '"';
    line->remove_prefix(1);
  }
}

std::string TakeBare(std::string_view* line, char delimiter) {
  const std::string cell(line->substr(0, line->find(delimiter)));
  line->remove_prefix(cell.size());
  return cell;
}

}  // namespace

std::string_view ReasonOf(CsvFault fault) {
  switch (fault) {
    case CsvFault::kNone:
      return "";
    case CsvFault::kUnterminatedQuote:
      return "CSV_UNTERMINATED_QUOTE";
    case CsvFault::kTextAfterQuote:
      return "CSV_TEXT_AFTER_QUOTE";
    case CsvFault::kRecordTooLong:
      return "CSV_RECORD_TOO_LONG";
    case CsvFault::kTooManyColumns:
      return "CSV_TOO_MANY_COLUMNS";
  }
  return "";
}

bool Reader::Next(Record* record) {
  if (rest_.empty()) return false;
  ++row_;
  // One byte more than allowed, so that a record of exactly the limit is told from one beyond it.
  const RecordEnd found = FindRecordEnd(rest_.substr(0, kMaxRecordBytes + 1), format_);
  if (found.inside_quote) return Fail(CsvFault::kUnterminatedQuote);
  if (found.end > kMaxRecordBytes) return Fail(CsvFault::kRecordTooLong);
  const std::string_view line = WithoutLineEnd(rest_.substr(0, found.end));
  rest_.remove_prefix(found.end);
  record->row = row_;
  record->cells.clear();
  return Split(line, &record->cells);
}

bool Reader::Fail(CsvFault fault) {
  fault_ = fault;
  rest_ = {};
  return false;
}

bool Reader::Split(std::string_view line, std::vector<std::string>* cells) {
  for (;;) {
    if (cells->size() == kMaxColumns) return Fail(CsvFault::kTooManyColumns);
    if (line.starts_with('"')) {
      line.remove_prefix(1);
      cells->push_back(TakeQuoted(&line));
      if (!line.empty() && line[0] != format_.delimiter) return Fail(CsvFault::kTextAfterQuote);
    } else {
      cells->push_back(TakeBare(&line, format_.delimiter));
    }
    if (line.empty()) return true;
    line.remove_prefix(1);
  }
}

}  // namespace unioncare::csv
