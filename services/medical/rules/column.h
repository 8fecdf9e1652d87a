#pragma once

#include <array>
#include <span>
#include <string_view>

namespace unioncare::medical {

// A column of a file we take and the headers by which we know it (domain/formats §5), written as
// they are after header clean-up. The first header is the canonical name.
//
//   csv::Column{column.canonical, column.required, column.Headers()}
struct Column {
  std::string_view canonical;
  bool required;                             // the file must have the column
  std::array<std::string_view, 10> headers;  // filled from the front

  constexpr std::span<const std::string_view> Headers() const {
    size_t count = 0;
    while (count < headers.size() && !headers[count].empty()) ++count;
    return std::span(headers).first(count);
  }
};

}  // namespace unioncare::medical
