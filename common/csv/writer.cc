#include "common/csv/writer.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace unioncare::csv {
namespace {

bool IsPlainNumber(std::string_view cell) {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !cell.empty() && is_digit(cell.front()) && is_digit(cell.back()) &&
         cell.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::count(cell.begin(), cell.end(), '.') <= 1;
}

bool IsFormula(std::string_view cell) {
  constexpr std::array<std::string_view, 11> kStarts = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                        "\n", "＝", "＋", "－", "＠"};
  const bool starts_one = std::any_of(kStarts.begin(), kStarts.end(),
                                      [cell](std::string_view s) { return cell.starts_with(s); });
  return starts_one && !IsPlainNumber(cell);
}

}  // namespace

void AppendRow(std::span<const std::string> cells, std::string* out) {
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) *out += ',';
    const std::string cell = (IsFormula(cells[i]) ? "'" : "") + cells[i];
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      *out += cell;
      continue;
    }
    *out += '"';
    for (char c : cell) *out += c == '"' ? "\"\"" : std::string(1, c);
    *out += '"';
  }
  *out += "\r\n";
}

}  // namespace unioncare::csv
