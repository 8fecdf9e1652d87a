#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/date.h"
#include "common/base/instant.h"
#include "common/base/money.h"

// SQL text that cannot be built from input. The text comes from literals of the source, the values
// are written as numbers or x'..' literals; there is no way to add a std::string as SQL.
//
//   Sql sql("SELECT id, title FROM plan WHERE id IN ");
//   sql.List(ids) << " AND title = " << title << " ORDER BY id";
//
// Everything is one text statement: what is locked or written changes in number with every batch,
// so that a prepared statement would be prepared anew each time (52 us here, against 3 us).
namespace unioncare::db {

// A string literal of the source; nothing else converts to it.
class Literal {
 public:
  template <size_t N>
  consteval Literal(const char (&text)[N]) : text_(text, N - 1) {}  // NOLINT: implicit by design
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// Bytes of a BINARY, VARBINARY or BLOB column; a std::string is text in utf8mb4.
struct Bytes {
  std::string value;
  friend auto operator<=>(const Bytes&, const Bytes&) = default;
};

class Sql {
 public:
  Sql() = default;
  explicit Sql(Literal text) : text_(text.text()) {}

  Sql& operator<<(Literal text) {
    text_ += text.text();
    return *this;
  }
  // Templates, so that a char array converts to Literal and to nothing else.
  template <std::same_as<bool> T>
  Sql& operator<<(T value) {
    return *this << static_cast<int64_t>(value);
  }
  template <std::same_as<std::string> T>
  Sql& operator<<(const T& text) {
    return AppendText(text);
  }
  Sql& operator<<(int32_t value) { return *this << static_cast<int64_t>(value); }
  Sql& operator<<(uint32_t value) { return *this << static_cast<int64_t>(value); }
  Sql& operator<<(int64_t value);
  Sql& operator<<(const Bytes& bytes);
  Sql& operator<<(base::Fen amount) { return *this << amount.value; }
  Sql& operator<<(base::Date date);
  Sql& operator<<(base::Instant instant);
  template <class T>
  Sql& operator<<(const std::optional<T>& value) {
    return value.has_value() ? *this << *value : *this << Literal("NULL");
  }

  // "(a, b, c)"; the range must not be empty.
  template <class Range>
  Sql& List(const Range& values) {
    char before = '(';
    for (const auto& value : values) {
      text_ += before;
      *this << value;
      before = ',';
    }
    text_ += ')';
    return *this;
  }

  const std::string& text() const { return text_; }
  size_t size() const { return text_.size(); }

 private:
  Sql& AppendText(std::string_view text);
  void Hex(std::string_view bytes);

  std::string text_;
};

// Statements that travel as one packet: they run in order, and the first error ends them. On a busy
// machine a round trip costs more than most statements.
class Script {
 public:
  void Add(const Sql& sql) {
    if (count_++ > 0) text_ += ';';
    text_ += sql.text();
  }
  // Ends the script: nothing may be added.
  void AddCommit() {
    Add(Sql("COMMIT"));
    commits_ = true;
  }

  size_t count() const { return count_; }
  bool commits() const { return commits_; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  size_t count_ = 0;
  bool commits_ = false;
};

}  // namespace unioncare::db
