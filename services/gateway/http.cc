#include "services/gateway/http.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace unioncare::gateway {
namespace {

bool IsClean(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; });
}

std::string DateNow() {
  const std::time_t now = std::time(nullptr);
  std::tm utc = {};
  gmtime_r(&now, &utc);
  std::array<char, 40> text;
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

}  // namespace

std::string ResponseHead(const HttpResponse& response, const std::string& phrase, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " " + phrase +
                     "\r\nDate: " + DateNow() +
                     "\r\nContent-Length: " + std::to_string(response.body.size()) +
                     "\r\nConnection: " + (keep_alive ? "keep-alive" : "close") + "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (IsClean(value)) head += name + ": " + value + "\r\n";
  }
  return head + "\r\n";
}

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
