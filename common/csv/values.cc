#include "common/csv/values.h"

#include <algorithm>
#include <array>
#include <string>

#include "common/csv/cells.h"

namespace unioncare::csv {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

bool TakePrefix(std::string_view* text, std::string_view prefix) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

// Drops the commas of "1,234,567.50"; nullopt when one stands elsewhere.
std::optional<std::string> WithoutThousands(std::string_view text) {
  if (text.find(',') == std::string_view::npos) return std::string(text);
  const size_t point = std::min(text.find('.'), text.size());
  std::string whole;
  std::string_view rest = text.substr(0, point);
  for (bool first = true; !rest.empty() || first; first = false) {
    const std::string_view group = rest.substr(0, rest.find(','));
    if (first ? group.empty() || group.size() > 3 : group.size() != 3) return std::nullopt;
    whole += group;
    rest.remove_prefix(group.size());
    if (rest == ",") return std::nullopt;
    TakePrefix(&rest, ",");
  }
  return whole + std::string(text.substr(point));
}

// 1.234567 -> 12345.67: ten thousand times, by moving the point. Zeros that end up behind two
// decimals fall off.
std::string TenThousandTimes(std::string_view text) {
  const size_t point = std::min(text.find('.'), text.size());
  std::string whole(text.substr(0, point));
  std::string part(point < text.size() ? text.substr(point + 1) : "0");
  part.resize(std::max<size_t>(part.size(), 6), '0');
  while (part.size() > 6 && part.ends_with('0')) part.pop_back();
  return whole + part.substr(0, 4) + "." + part.substr(4);
}

// Up to `max_digits` digits off the front of `text`; -1 when there is none.
int TakeNumber(std::string_view* text, size_t max_digits) {
  int value = 0;
  size_t size = 0;
  for (; size < text->size() && size < max_digits && IsDigit((*text)[size]); ++size) {
    value = value * 10 + ((*text)[size] - '0');
  }
  text->remove_prefix(size);
  return size == 0 ? -1 : value;
}

bool IsTimeOfDay(std::string_view text) {
  const int hour = TakeNumber(&text, 2);
  if (!TakePrefix(&text, ":")) return false;
  const int minute = TakeNumber(&text, 2);
  const int second = TakePrefix(&text, ":") ? TakeNumber(&text, 2) : 0;
  return text.empty() && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
         second < 60;
}

std::optional<std::string_view> WithoutTimeOfDay(std::string_view cell) {
  const size_t mark = cell.find_first_of(" T");
  if (mark == std::string_view::npos) return cell;
  if (!IsTimeOfDay(cell.substr(mark + 1))) return std::nullopt;
  return cell.substr(0, mark);
}

struct Separators {
  std::string_view year, month, day;  // what stands behind each
};

constexpr std::array<Separators, 4> kSeparators = {
    {{"年", "月", "日"}, {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}}};

// Year and month off the front of `text`; nullopt when they are not written with `separators`.
std::optional<base::Date> TakeMonth(std::string_view* text, const Separators& separators) {
  if (text->size() < 4 || !AllDigits(text->substr(0, 4))) return std::nullopt;
  const int year = TakeNumber(text, 4);
  if (!TakePrefix(text, separators.year)) return std::nullopt;
  return base::Date::FromYmd(year, TakeNumber(text, 2), 1);
}

}  // namespace

AmountUnit UnitOf(std::string_view note) {
  if (note.find("万元") != std::string_view::npos) return AmountUnit::kTenThousandYuan;
  return note.find("分") != std::string_view::npos ? AmountUnit::kFen : AmountUnit::kYuan;
}

std::optional<base::Fen> ParseAmount(std::string_view cell, AmountUnit unit) {
  const std::string folded = FoldWidth(cell);
  std::string_view text = folded;
  const bool negative = TakePrefix(&text, "-");
  if (!TakePrefix(&text, "￥")) TakePrefix(&text, "¥");
  if (unit == AmountUnit::kYuan && text.ends_with("元"))
    text.remove_suffix(std::string_view("元").size());
  const std::optional<std::string> plain = WithoutThousands(text);
  if (!plain || plain->empty() || !IsDigit(plain->front()) || !IsDigit(plain->back())) {
    return std::nullopt;
  }
  std::string yuan = *plain;
  if (unit == AmountUnit::kFen) {
    if (!AllDigits(yuan)) return std::nullopt;
    yuan.insert(0, 3, '0');
    yuan.insert(yuan.size() - 2, 1, '.');
  }
  if (unit == AmountUnit::kTenThousandYuan) yuan = TenThousandTimes(yuan);
  return base::ParseYuan((negative ? "-" : "") + yuan);
}

std::optional<base::Date> ParseDate(std::string_view cell) {
  const std::optional<std::string_view> text = WithoutTimeOfDay(cell);
  if (!text) return std::nullopt;
  if (text->size() == 8 && AllDigits(*text)) {
    std::string_view rest = *text;
    const int year = TakeNumber(&rest, 4);
    const int month = TakeNumber(&rest, 2);
    return base::Date::FromYmd(year, month, TakeNumber(&rest, 2));
  }
  for (const Separators& separators : kSeparators) {
    std::string_view rest = *text;
    const std::optional<base::Date> month = TakeMonth(&rest, separators);
    if (!month || !TakePrefix(&rest, separators.month)) continue;
    const int day = TakeNumber(&rest, 2);
    if (rest != separators.day) return std::nullopt;
    return base::Date::FromYmd(month->Year(), month->Month(), day);
  }
  return std::nullopt;
}

std::optional<base::Date> ParseMonth(std::string_view cell) {
  if (cell.size() == 6 && AllDigits(cell)) return TakeMonth(&cell, {});
  for (const Separators& separators : kSeparators) {
    std::string_view rest = cell;
    const std::optional<base::Date> month = TakeMonth(&rest, separators);
    if (month && rest == (separators.month == "月" ? "月" : "")) return month;
  }
  return std::nullopt;
}

std::optional<base::Date> ParseSerialDate(std::string_view cell) {
  constexpr int kSerialOf1970 = 25569;
  if (cell.size() != 5 || !AllDigits(cell)) return std::nullopt;
  const int serial = TakeNumber(&cell, 5);
  if (serial < 20000 || serial > 60000) return std::nullopt;
  return base::Date{serial - kSerialOf1970};
}

}  // namespace unioncare::csv
