#include "services/medical/rules/cell.h"

#include <algorithm>
#include <string>

#include "services/medical/rules/fault.h"

namespace unioncare::medical {
namespace {

using base::Date;
using base::Fen;

constexpr int64_t kShanghaiAheadMicros = 8 * 3600 * base::kMicrosPerSecond;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool TakePrefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes all digits in front, when there are `least` to `most` of them.
std::optional<int> TakeNumber(std::string_view& text, size_t least, size_t most) {
  size_t length = 0;
  int number = 0;
  for (; length < text.size() && length <= most && IsDigit(text[length]); ++length) {
    number = number * 10 + (text[length] - '0');
  }
  if (length < least || length > most) return std::nullopt;
  text.remove_prefix(length);
  return number;
}

std::optional<Date> ParseSeparated(std::string_view text, std::string_view after_year,
                                   std::string_view after_month, std::string_view after_day) {
  const auto year = TakeNumber(text, 4, 4);
  if (!year || !TakePrefix(text, after_year)) return std::nullopt;
  const auto month = TakeNumber(text, 1, 2);
  if (!month || !TakePrefix(text, after_month)) return std::nullopt;
  const auto day = TakeNumber(text, 1, 2);
  if (!day || text != after_day) return std::nullopt;
  return Date::FromYmd(*year, *month, *day);
}

std::optional<Date> ParseCompact(std::string_view text) {
  if (text.size() != 8 || !std::all_of(text.begin(), text.end(), IsDigit)) return std::nullopt;
  const int number = *TakeNumber(text, 8, 8);
  return Date::FromYmd(number / 10000, number / 100 % 100, number % 100);
}

std::optional<Date> ParseDay(std::string_view text) {
  for (const std::string_view separator : {"-", "/", "."}) {
    if (const auto date = ParseSeparated(text, separator, separator, "")) return date;
  }
  if (const auto date = ParseSeparated(text, "年", "月", "日")) return date;
  return ParseCompact(text);
}

// Seconds since midnight of "10:05:12" or "9:05".
std::optional<int> ParseTimeOfDay(std::string_view text) {
  const auto hour = TakeNumber(text, 1, 2);
  if (!hour || *hour > 23 || !TakePrefix(text, ":")) return std::nullopt;
  const auto minute = TakeNumber(text, 2, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const int seconds = (*hour * 60 + *minute) * 60;
  if (text.empty()) return seconds;
  if (!TakePrefix(text, ":")) return std::nullopt;
  const auto second = TakeNumber(text, 2, 2);
  if (!second || *second > 59 || !text.empty()) return std::nullopt;
  return seconds + *second;
}

// Removes the commas between thousands; nullopt when one stands elsewhere.
std::optional<std::string> WithoutCommas(std::string_view text) {
  const size_t whole = std::min(text.find('.'), text.size());
  if (text.substr(whole).find(',') != std::string_view::npos) return std::nullopt;
  const size_t first = text.find(',');
  if (first == std::string_view::npos) return std::string(text);
  if (first == 0 || first > 3) return std::nullopt;
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool comma_belongs = i < whole && i >= first && (i - first) % 4 == 0;
    if ((text[i] == ',') != comma_belongs) return std::nullopt;
    if (text[i] != ',') plain.push_back(text[i]);
  }
  if ((whole - first) % 4 != 0) return std::nullopt;
  return plain;
}

// Digits with at most two decimals, however many digits.
bool IsPlainAmount(std::string_view text) {
  const size_t whole = std::min(text.find('.'), text.size());
  const std::string_view decimals = text.substr(std::min(whole + 1, text.size()));
  const bool has_dot = whole < text.size();
  return whole > 0 && std::all_of(text.begin(), text.begin() + whole, IsDigit) &&
         (has_dot ? decimals.size() == 1 || decimals.size() == 2 : decimals.empty()) &&
         std::all_of(decimals.begin(), decimals.end(), IsDigit);
}

}  // namespace

std::optional<Date> ParseDateCell(std::string_view cell) {
  const size_t gap = cell.find_first_of(" T");
  if (gap == std::string_view::npos) return ParseDay(cell);
  return ParseTimeOfDay(cell.substr(gap + 1)) ? ParseDay(cell.substr(0, gap)) : std::nullopt;
}

std::optional<base::Instant> ParseTimeCell(std::string_view cell) {
  const size_t gap = cell.find_first_of(" T");
  if (gap == std::string_view::npos) return std::nullopt;
  const auto date = ParseDay(cell.substr(0, gap));
  const auto seconds = ParseTimeOfDay(cell.substr(gap + 1));
  if (!date || !seconds) return std::nullopt;
  return base::Instant{date->days * base::kMicrosPerDay + *seconds * base::kMicrosPerSecond -
                       kShanghaiAheadMicros};
}

AmountCell ParseAmountCell(std::string_view cell, Fen highest) {
  bool negative = TakePrefix(cell, "-");
  if (!TakePrefix(cell, "￥")) TakePrefix(cell, "¥");
  if (!negative) negative = TakePrefix(cell, "-");
  if (cell.ends_with("元")) cell.remove_suffix(std::string_view("元").size());
  const std::optional<std::string> plain = WithoutCommas(cell);
  if (!plain || !IsPlainAmount(*plain)) return {Fen{0}, kBadAmount};
  const std::optional<Fen> amount = base::ParseYuan(*plain);
  if (negative && amount != Fen{0}) return {Fen{0}, kNegativeAmount};
  if (!amount || *amount > highest) return {Fen{0}, kAmountTooLarge};
  return {*amount, {}};
}

size_t CountCharacters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

}  // namespace unioncare::medical
