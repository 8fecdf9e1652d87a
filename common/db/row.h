#pragma once

#include <string>
#include <vector>

#include "common/base/bytes.h"
#include "common/crypto/digest.h"
#include "common/db/connection.h"
#include "common/db/sql.h"

// A stored row says its columns once; reading, writing and its digest come from that:
//
//   struct PlanRow {
//     static constexpr db::Literal kTable{"plan"};
//     int64_t id = 0;
//     std::string title;
//     template <class Row, class Visitor>
//     static void Columns(Row& row, Visitor&& visit) {
//       visit("id", row.id);        // the first column is the primary key
//       visit("title", row.title);
//     }
//   };
namespace unioncare::db {

// "id,title"
template <class Row>
void AppendColumnNames(Sql& sql) {
  Row row;
  bool first = true;
  Row::Columns(row, [&](Literal name, auto&) {
    if (!first) sql << ",";
    sql << name;
    first = false;
  });
}

// "1,_utf8mb4 x'..'"
template <class Row>
void AppendValues(Sql& sql, const Row& row) {
  bool first = true;
  Row::Columns(row, [&](Literal, const auto& value) {
    if (!first) sql << ",";
    sql << value;
    first = false;
  });
}

// Reads the columns in their order, starting at column `from`; says the next one in `next`.
template <class Row>
Row ReadRow(Rows& rows, int from = 1, int* next = nullptr) {
  Row row;
  int column = from;
  Row::Columns(row, [&](Literal, auto& value) { rows.Read(column++, value); });
  if (next != nullptr) *next = column;
  return row;
}

// The canonical bytes of values: what digests are made of, and journal keys.
class Canonical {
 public:
  void Add(bool value) { Add(static_cast<int64_t>(value)); }
  void Add(int32_t value) { Add(static_cast<int64_t>(value)); }
  void Add(uint32_t value) { Add(static_cast<int64_t>(value)); }
  void Add(int64_t value) {
    bytes_ += 'i';
    for (int shift = 56; shift >= 0; shift -= 8) bytes_ += static_cast<char>(value >> shift);
  }
  void Add(const std::string& text) { Raw('s', text); }
  void Add(const Bytes& bytes) { Raw('s', bytes.value); }
  void Add(base::Fen amount) { Add(amount.value); }
  void Add(base::Date date) { Add(static_cast<int64_t>(date.days)); }
  void Add(base::Instant instant) { Add(instant.micros); }
  template <class T>
  void Add(const std::optional<T>& value) {
    value.has_value() ? Add(*value) : static_cast<void>(bytes_ += 'n');
  }
  const std::string& bytes() const { return bytes_; }
  void Clear() { bytes_.clear(); }

 private:
  void Raw(char tag, std::string_view text) {
    bytes_ += tag;
    Add(static_cast<int64_t>(text.size()));
    bytes_ += text;
  }

  std::string bytes_;
};

// SHA-256 over table, version and every column.
template <class Row>
std::string RowDigest(const Row& row, int64_t version) {
  Canonical canonical;
  canonical.Add(std::string(Row::kTable.text()));
  canonical.Add(version);
  Row::Columns(row, [&](Literal, const auto& value) { canonical.Add(value); });
  const auto digest = crypto::Sha256(canonical.bytes());
  return std::string(reinterpret_cast<const char*>(digest.data()), digest.size());
}

}  // namespace unioncare::db
