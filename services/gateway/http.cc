#include "services/gateway/http.h"

#include <algorithm>

namespace unioncare::gateway {

size_t CountHeader(const Headers& headers, std::string_view name) {
  return std::count_if(headers.begin(), headers.end(),
                       [name](const auto& header) { return header.first == name; });
}

std::optional<std::string_view> Header(const Headers& headers, std::string_view name) {
  if (CountHeader(headers, name) != 1) return std::nullopt;
  return std::find_if(headers.begin(), headers.end(),
                      [name](const auto& header) { return header.first == name; })
      ->second;
}

}  // namespace unioncare::gateway
