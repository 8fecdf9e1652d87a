#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/date.h"
#include "common/base/id.h"
#include "common/base/instant.h"
#include "common/base/money.h"
#include "common/base/name.h"
#include "common/change/effect.h"
#include "common/db/row.h"

// Uploads of files: how far they were read, and what was wrong in them.
namespace unioncare::medical::store {

// How far a file was read, and how to read on; part of the row of what it fills.
struct UploadState {
  int64_t next_offset = 0;
  int32_t rows = 0;       // consumed, header and skipped lines included
  db::Bytes digest;       // chained over the chunks
  int32_t encoding = 0;   // csv::Encoding
  std::string delimiter;  // one character
  std::string columns;    // "name=1;id_number=2"
  std::string ignored;    // headers without a column of ours, each on a line
  bool ended = false;     // a footer was met: the rest is not data
  bool complete = false;  // the last byte was consumed
  int32_t refused = 0;    // rows
  std::string reasons;    // "DUPLICATE_IN_FILE=2;ID_CHECK_DIGIT=3"

  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("next_offset", row.next_offset);
    visit("row_count", row.rows);
    visit("digest", row.digest);
    visit("encoding", row.encoding);
    visit("delimiter", row.delimiter);
    visit("column_map", row.columns);
    visit("ignored_headers", row.ignored);
    visit("ended", row.ended);
    visit("complete", row.complete);
    visit("refused_count", row.refused);
    visit("reasons", row.reasons);
  }
};

// Where a chunk of a file ended, so that the same bytes sent again are known.
struct UploadChunkRow {
  static constexpr db::Literal kTable{"upload_chunk"};
  int64_t id = 0;
  int64_t upload = 0;  // the roster or import
  int64_t next_offset = 0;
  int32_t rows = 0;
  db::Bytes digest;

  int64_t Key() const { return id; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("upload", row.upload);
    visit("next_offset", row.next_offset);
    visit("row_count", row.rows);
    visit("digest", row.digest);
  }
};

// An error or warning of a file's row.
struct UploadErrorRow {
  static constexpr db::Literal kTable{"upload_error"};
  int64_t id = 0;
  int64_t upload = 0;
  int32_t row = 0;
  std::string column;
  std::string reason;
  int32_t other_row = 0;
  bool warning = false;

  int64_t Key() const { return id; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("upload", row.upload);
    visit("file_row", row.row);
    visit("column_name", row.column);
    visit("reason", row.reason);
    visit("other_row", row.other_row);
    visit("warning", row.warning);
  }
};

}  // namespace unioncare::medical::store
