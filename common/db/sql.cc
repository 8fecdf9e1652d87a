#include "common/db/sql.h"

#include <array>
#include <charconv>

namespace unioncare::db {
namespace {

void AppendPadded(std::string& out, int value, int width) {
  std::array<char, 12> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(width - (end - digits.data()), '0');
  out.append(digits.data(), end);
}

void AppendDate(std::string& out, base::Date date) {
  AppendPadded(out, date.Year(), 4);
  out += '-';
  AppendPadded(out, date.Month(), 2);
  out += '-';
  AppendPadded(out, date.Day(), 2);
}

}  // namespace

Sql& Sql::operator<<(int64_t value) {
  std::array<char, 24> digits;
  text_.append(digits.data(),
               std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
  return *this;
}

// Hex needs no escaping and cannot be ended early by any byte, whatever the character set.
Sql& Sql::AppendText(std::string_view text) {
  if (text.empty()) {  // most columns of a new row: one token instead of two
    text_ += "''";
    return *this;
  }
  text_ += "_utf8mb4 ";
  Hex(text);
  return *this;
}

Sql& Sql::operator<<(const Bytes& bytes) {
  Hex(bytes.value);
  return *this;
}

Sql& Sql::operator<<(base::Date date) {
  text_ += '\'';
  AppendDate(text_, date);
  text_ += '\'';
  return *this;
}

Sql& Sql::operator<<(base::Instant instant) {
  const int64_t day_micros =
      ((instant.micros % base::kMicrosPerDay) + base::kMicrosPerDay) % base::kMicrosPerDay;
  const int64_t days = (instant.micros - day_micros) / base::kMicrosPerDay;
  const int seconds = static_cast<int>(day_micros / base::kMicrosPerSecond);
  text_ += '\'';
  AppendDate(text_, base::Date{static_cast<int32_t>(days)});
  text_ += ' ';
  AppendPadded(text_, seconds / 3600, 2);
  text_ += ':';
  AppendPadded(text_, seconds / 60 % 60, 2);
  text_ += ':';
  AppendPadded(text_, seconds % 60, 2);
  text_ += '.';
  AppendPadded(text_, static_cast<int>(day_micros % base::kMicrosPerSecond), 6);
  text_ += '\'';
  return *this;
}

void Sql::Hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  text_ += "x'";
  const size_t start = text_.size();
  text_.resize(start + 2 * bytes.size());
  char* out = text_.data() + start;
  for (const unsigned char byte : bytes) {
    *out++ = kDigits[byte >> 4];
    *out++ = kDigits[byte & 15];
  }
  text_ += '\'';
}

}  // namespace unioncare::db
