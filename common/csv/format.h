#pragma once

#include <cstddef>
#include <string_view>

#include "common/csv/encoding.h"

// How the bytes of a CSV file are cut into records, before they are decoded: what it takes to read
// a large file in chunks.
//
//   const Format format = DetectFormat(first_bytes);
//   int rows = 0;
//   const size_t end = CompleteRecords(bytes, format, 2000, 1 << 20, &rows);
//   const std::optional<std::string> text = Decode(bytes.substr(0, end), format.encoding);
//   Reader reader(*text, format.delimiter, 1 + rows_before);
//
// Why raw bytes can be scanned: in UTF-8 every byte of a longer character is 0x80 or more. In
// GB18030 the trail bytes are 0x40-0x7E, 0x80-0xFE, or the digits 0x30-0x39, never '"' (0x22), line
// feed (0x0A), comma (0x2C) or TAB (0x09); '|' (0x7C) can be one, so a byte that follows a lead
// byte is never taken for a delimiter.
namespace unioncare::csv {

// A longer record is a fault; so no record needs more of a file than this to be seen whole.
inline constexpr size_t kMaxRecordBytes = 64 * 1024;

struct Format {
  Encoding encoding = Encoding::kUtf8;
  char delimiter = ',';  // or '\t' or '|'
};

// By the start of a file, as much as DetectEncoding wants. The delimiter is the one of ',', TAB and
// '|' that some line of the first ten (title lines come before the header) has most of; ',' when
// there is none.
Format DetectFormat(std::string_view start);

// Where a record of a text ends.
struct RecordEnd {
  size_t end = 0;             // behind the line feed; the text's size when `complete` is false
  bool complete = false;      // a line feed outside quotes was found
  bool inside_quote = false;  // not complete, and a quote is open
};

// `bytes` start at a record. A quote counts only where a cell begins: elsewhere it is text, as in
// ="0012" and 5" pipe.
RecordEnd FindRecordEnd(std::string_view bytes, const Format& format);

// The size of the longest run of complete records at the front of `bytes` (which may begin with the
// file's byte order mark) that has at most `max_rows` records and `max_bytes` bytes; `rows` becomes
// how many they are, blank lines included. A last line without a line feed is not complete: at the
// end of a file the rest is one record. When nothing is complete although kMaxRecordBytes bytes
// were given, that record is CSV_RECORD_TOO_LONG, or one of its quotes does not end.
size_t CompleteRecords(std::string_view bytes, const Format& format, int max_rows, size_t max_bytes,
                       int* rows);

}  // namespace unioncare::csv
