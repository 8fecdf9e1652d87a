#include "common/csv/format.h"

#include <algorithm>

namespace unioncare::csv {
namespace {

constexpr int kHeaderLines = 10;

// How many bytes at `at` must be taken together: two for a lead byte of GB18030 and its trail, else
// one. A four-byte character is two such pairs. Bytes below 0x30 are never a trail, so a broken
// character cannot hide a line feed.
size_t Step(std::string_view bytes, size_t at, Encoding encoding) {
  if (encoding != Encoding::kGb18030 || static_cast<unsigned char>(bytes[at]) < 0x81) return 1;
  return at + 1 < bytes.size() && static_cast<unsigned char>(bytes[at + 1]) >= 0x30 ? 2 : 1;
}

// From behind an opening quote to behind the closing one; npos when there is none.
size_t SkipQuoted(std::string_view bytes, size_t at) {
  for (;;) {
    const size_t quote = bytes.find('"', at);
    if (quote == std::string_view::npos) return quote;
    at = quote + 1;
    if (at == bytes.size() || bytes[at] != '"') return at;
    ++at;
  }
}

int CountInLine(std::string_view line, Format format) {
  int count = 0;
  for (size_t at = 0; at < line.size(); at += Step(line, at, format.encoding)) {
    if (line[at] == format.delimiter) ++count;
  }
  return count;
}

// The most of the format's delimiter that one of the first lines has.
int MostInALine(std::string_view start, const Format& format) {
  int most = 0;
  for (int line = 0; line < kHeaderLines && !start.empty(); ++line) {
    const size_t end = FindRecordEnd(start, format).end;
    most = std::max(most, CountInLine(start.substr(0, end), format));
    start.remove_prefix(end);
  }
  return most;
}

}  // namespace

Format DetectFormat(std::string_view start) {
  const Encoding encoding = DetectEncoding(start);
  start.remove_prefix(BomBytes(start, encoding));
  Format best{encoding, ','};
  int most = 0;
  for (char delimiter : {',', '\t', '|'}) {
    const Format format{encoding, delimiter};
    const int count = MostInALine(start, format);
    if (count <= most) continue;
    most = count;
    best = format;
  }
  return best;
}

RecordEnd FindRecordEnd(std::string_view bytes, const Format& format) {
  bool at_cell_start = true;
  for (size_t at = 0; at < bytes.size();) {
    const char c = bytes[at];
    if (c == '\n') return {at + 1, true, false};
    if (c == '"' && at_cell_start) {
      at = SkipQuoted(bytes, at + 1);
      if (at == std::string_view::npos) return {bytes.size(), false, true};
      at_cell_start = false;
      continue;
    }
    at_cell_start = c == format.delimiter;
    at += Step(bytes, at, format.encoding);
  }
  return {bytes.size(), false, false};
}

size_t CompleteRecords(std::string_view bytes, const Format& format, int max_rows, size_t max_bytes,
                       int* rows) {
  bytes = bytes.substr(0, max_bytes);
  size_t size = BomBytes(bytes, format.encoding);
  for (*rows = 0; *rows < max_rows; ++*rows) {
    const RecordEnd record = FindRecordEnd(bytes.substr(size, kMaxRecordBytes), format);
    if (!record.complete) break;
    size += record.end;
  }
  return *rows == 0 ? 0 : size;
}

}  // namespace unioncare::csv
