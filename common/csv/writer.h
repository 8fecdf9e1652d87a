#pragma once

#include <span>
#include <string>

// Writes CSV for people: RFC 4180, commas, CR LF. The caller puts kUtf8Bom (encoding.h) in front of
// a file that a spreadsheet will open.
namespace unioncare::csv {

// Appends one record to `out`. A cell that a spreadsheet would run as a formula (it begins with = +
// - @, their full-width forms, TAB or a line end) gets a ' in front; a plain number such as -12.50
// does not. CleanCell takes the ' off again.
void AppendRow(std::span<const std::string> cells, std::string* out);

}  // namespace unioncare::csv
