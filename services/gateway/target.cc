#include "services/gateway/target.h"

#include <algorithm>

#include "common/base/utf8.h"
#include "services/gateway/reasons.h"

namespace unioncare::gateway {
namespace {

constexpr size_t kMaxPathBytes = 2048;
constexpr size_t kMaxParameters = 100;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsControl(char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }

// Also refuses what no decoded text of ours may hold.
std::optional<std::string> PercentDecode(std::string_view raw) {
  std::string text;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '%') {
      text += raw[i];
      continue;
    }
    const int high = i + 2 < raw.size() ? HexValue(raw[i + 1]) : -1;
    const int low = i + 2 < raw.size() ? HexValue(raw[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    text += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!base::DecodeUtf8(text) || std::any_of(text.begin(), text.end(), IsControl))
    return std::nullopt;
  return text;
}

std::optional<std::string> DecodeSegment(std::string_view raw) {
  std::optional<std::string> segment = PercentDecode(raw);
  if (!segment || segment->empty() || *segment == "." || *segment == ".." ||
      segment->find_first_of("/\\;:?#%") != std::string::npos) {
    return std::nullopt;
  }
  return segment;
}

absl::Status BadQuery(std::string_view problem) {
  return Refuse(kBadQuery, {{"problem", std::string(problem)}});
}

std::optional<std::string> DecodeParameter(std::string_view raw) {
  std::string spaced(raw);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return PercentDecode(spaced);
}

}  // namespace

std::pair<std::string_view, std::string_view> SplitTarget(std::string_view target) {
  const size_t mark = target.find('?');
  if (mark == std::string_view::npos) return {target, {}};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

std::optional<Path> ParsePath(std::string_view raw) {
  if (raw.empty() || raw[0] != '/' || raw.size() > kMaxPathBytes) return std::nullopt;
  Path path;
  const size_t colon = raw.rfind(':');
  if (colon != std::string_view::npos && colon > raw.rfind('/')) {
    std::optional<std::string> verb = DecodeSegment(raw.substr(colon + 1));
    if (!verb) return std::nullopt;
    path.verb = *std::move(verb);
    raw = raw.substr(0, colon);
  }
  while (!raw.empty()) {
    raw.remove_prefix(1);
    const size_t end = std::min(raw.find('/'), raw.size());
    std::optional<std::string> segment = DecodeSegment(raw.substr(0, end));
    if (!segment) return std::nullopt;
    path.segments.push_back(*std::move(segment));
    raw.remove_prefix(end);
  }
  return path;
}

absl::StatusOr<Query> ParseQuery(std::string_view raw) {
  Query query;
  while (!raw.empty()) {
    const size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view pair = raw.substr(0, end);
    const size_t equals = std::min(pair.find('='), pair.size());
    std::optional<std::string> name = DecodeParameter(pair.substr(0, equals));
    std::optional<std::string> value =
        DecodeParameter(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value) return BadQuery("encoding");
    if (name->empty()) return BadQuery("empty name");
    if (query.size() == kMaxParameters) return BadQuery("too many parameters");
    query.emplace_back(*std::move(name), *std::move(value));
    raw.remove_prefix(std::min(end + 1, raw.size()));
  }
  return query;
}

}  // namespace unioncare::gateway
