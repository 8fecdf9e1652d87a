#include "services/gateway/trace.h"

#include <array>
#include <random>

#include "common/base/bytes.h"

namespace unioncare::gateway {
namespace {

constexpr size_t kTraceAt = 3, kTraceSize = 32;
constexpr size_t kSpanAt = 36, kSpanSize = 16;
constexpr size_t kFlagsAt = 53, kSize = 55;

bool IsHex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsZero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

bool IsTraceparent(std::string_view text) {
  if (text.size() != kSize || text.substr(0, kTraceAt) != "00-" || text[kSpanAt - 1] != '-' ||
      text[kFlagsAt - 1] != '-') {
    return false;
  }
  const std::string_view trace = text.substr(kTraceAt, kTraceSize);
  const std::string_view span = text.substr(kSpanAt, kSpanSize);
  return IsHex(trace) && IsHex(span) && IsHex(text.substr(kFlagsAt)) && !IsZero(trace) &&
         !IsZero(span);
}

std::string NewTraceparent() {
  thread_local std::mt19937_64 random(std::random_device{}());
  std::array<char, 24> bytes;
  for (char& byte : bytes) byte = static_cast<char>(random());
  bytes[0] = static_cast<char>(bytes[0] | 1);
  bytes[16] = static_cast<char>(bytes[16] | 1);
  const std::string hex = base::HexEncode(std::string_view(bytes.data(), bytes.size()));
  return "00-" + hex.substr(0, kTraceSize) + "-" + hex.substr(kTraceSize, kSpanSize) + "-01";
}

}  // namespace unioncare::gateway
