#include "common/csv/cells.h"

#include <algorithm>
#include <array>

#include "common/base/utf8.h"

namespace unioncare::csv {
namespace {

using std::string_view_literals::operator""sv;

bool IsZeroWidth(char32_t c) { return (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff; }

char32_t FoldPoint(char32_t c) {
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xff01 + '!';
  if (c == 0x3000 || c == 0x00a0) return ' ';
  return c;
}

bool IsLetterOrDigit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Not UTF-8 stays as it is: whoever looks at the cell will refuse it.
template <typename Fold>
std::string FoldText(std::string_view text, Fold fold) {
  const std::optional<std::u32string> points = base::DecodeUtf8(text);
  if (!points) return std::string(text);
  std::u32string folded;
  for (char32_t c : *points) {
    if (!IsZeroWidth(c)) folded += fold(c);
  }
  return base::EncodeUtf8(folded);
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kOuter = " \t\r\n";
  const size_t first = text.find_first_not_of(kOuter);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kOuter) - first + 1);
}

bool AllDigits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool HasPlusExponent(std::string_view text) {
  const size_t mark = text.find_first_of("Ee");
  if (mark == std::string_view::npos || mark == 0) return false;
  const std::string_view exponent = text.substr(mark + 1);
  return text.substr(0, mark).find_first_not_of("0123456789.-") == std::string_view::npos &&
         exponent.size() > 1 && exponent[0] == '+' && AllDigits(exponent.substr(1));
}

std::string WithoutBlanks(std::string_view text) {
  std::string squeezed = FoldWidth(text);
  std::erase_if(squeezed, [](char c) { return " \t\r\n"sv.find(c) != std::string_view::npos; });
  return squeezed;
}

template <size_t kSize>
bool StartsWithAny(std::string_view text, const std::array<std::string_view, kSize>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [text](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

std::string FoldWidth(std::string_view text) { return FoldText(text, FoldPoint); }

std::string CleanCell(std::string_view cell) {
  const std::string folded = FoldText(cell, [](char32_t c) {
    const char32_t point = FoldPoint(c);
    return point == ' ' || IsLetterOrDigit(point) ? point : c;
  });
  std::string_view text = Trim(folded);
  if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"')) {
    text = Trim(text.substr(2, text.size() - 3));
  }
  if (text.starts_with('\'')) text = Trim(text.substr(1));
  return std::string(text);
}

bool IsBlank(std::string_view cleaned) {
  constexpr std::array kBlanks = {""sv, "null"sv, "NULL"sv, "\\N"sv, "-"sv, "无"sv};
  return std::find(kBlanks.begin(), kBlanks.end(), cleaned) != kBlanks.end();
}

bool NumberRounded(std::string_view cleaned) {
  constexpr size_t kKept = 15;  // decimal digits a spreadsheet keeps of a number
  if (HasPlusExponent(cleaned)) return true;
  return cleaned.size() > kKept && AllDigits(cleaned) &&
         cleaned.find_first_not_of('0', kKept) == std::string_view::npos;
}

RowKind KindOf(const Record& record) {
  constexpr std::array kTotals = {"合计"sv, "总计"sv};
  constexpr std::array kFooters = {"小计"sv, "注"sv,   "备注:"sv,  "填表"sv,
                                   "制表"sv, "审核"sv, "负责人"sv, "盖章"sv};
  for (const std::string& cell : record.cells) {
    if (IsBlank(CleanCell(cell))) continue;
    const std::string text = WithoutBlanks(cell);
    if (StartsWithAny(text, kTotals)) return RowKind::kTotal;
    return StartsWithAny(text, kFooters) ? RowKind::kFooter : RowKind::kData;
  }
  return RowKind::kBlank;
}

}  // namespace unioncare::csv
