#pragma once

#include <string>
#include <string_view>

#include "common/csv/reader.h"

// What a cell says once the traces of spreadsheets and input methods are gone (domain/formats §5
// and decision 6).
namespace unioncare::csv {

// The part of NFKC that real files need: full-width ASCII (U+FF01..U+FF5E) becomes ASCII, U+3000
// and NBSP become a blank, zero-width characters and byte order marks vanish. Nothing else is
// changed.
std::string FoldWidth(std::string_view text);

// The cell for a field: full-width digits and letters become ASCII (punctuation stays, an address
// keeps its brackets), odd blanks become plain ones, zero-width characters vanish; then ="…" and a
// leading ' are taken off, and blanks, TABs and line ends at both ends.
std::string CleanCell(std::string_view cell);

// Whether a cleaned cell stands for nothing: empty, null, NULL, \N, -, 无.
bool IsBlank(std::string_view cleaned);

// NUMBER_ROUNDED: what is left of a long number after a spreadsheet: "3.39901E+17", or more than 15
// digits with zeros from the 16th on. A number may end so by right; where it has a check digit,
// refuse only what fails that too.
bool NumberRounded(std::string_view cleaned);

enum class RowKind {
  kData,
  kBlank,   // no cell says anything; skip it
  kTotal,   // 合计, 总计: the table is over; compare with the computed sum
  kFooter,  // 小计, 注, 制表 ...: the table is over
};

// By the first cell that says something (domain/formats §5).
RowKind KindOf(const Record& record);

}  // namespace unioncare::csv
