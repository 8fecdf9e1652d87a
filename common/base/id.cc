#include "common/base/id.h"

#include <algorithm>
#include <cassert>

#include "common/base/bytes.h"

namespace unioncare::base {
namespace {

constexpr int kNodeBits = 10;
constexpr int kCounterBits = 11;
constexpr int64_t kCounterMask = (int64_t{1} << kCounterBits) - 1;
constexpr int64_t kEpochMillis = 1577836800000;  // 2020-01-01T00:00:00Z

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr size_t kIdLength = 13;

constexpr std::array<size_t, 4> kUuidHyphens = {8, 13, 18, 23};

}  // namespace

IdSource::IdSource(int node, const Clock& clock) : node_(node), clock_(clock) {
  assert(node >= 0 && node <= kMaxNode);
}

int64_t IdSource::Next() {
  const int64_t millis = clock_.Now().micros / kMicrosPerMilli - kEpochMillis;
  const int64_t fresh = millis << kCounterBits;
  // Milliseconds and counter are one number: adding one to a full counter is the next millisecond.
  int64_t last = last_.load(std::memory_order_relaxed);
  int64_t next;
  do {
    next = std::max(last + 1, fresh);
  } while (!last_.compare_exchange_weak(last, next, std::memory_order_relaxed));
  return (next >> kCounterBits) << (kNodeBits + kCounterBits) | node_ << kCounterBits |
         (next & kCounterMask);
}

std::string EncodeId(int64_t id) {
  std::string text(kIdLength, '0');
  for (size_t i = kIdLength; i-- > 0; id >>= 5) text[i] = kAlphabet[id & 31];
  return text;
}

std::optional<int64_t> DecodeId(std::string_view text) {
  // 13 characters hold 65 bits: a first character beyond '7' would not fit into 63.
  if (text.size() != kIdLength || text[0] > '7') return std::nullopt;
  int64_t id = 0;
  for (char c : text) {
    const size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    id = id << 5 | static_cast<int64_t>(value);
  }
  return id;
}

std::optional<Uuid> ParseUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string hex(text);
  for (size_t i = kUuidHyphens.size(); i-- > 0;) {
    if (hex[kUuidHyphens[i]] != '-') return std::nullopt;
    hex.erase(kUuidHyphens[i], 1);
  }
  const std::optional<std::string> bytes = HexDecode(hex);
  if (!bytes) return std::nullopt;
  Uuid uuid;
  std::copy(bytes->begin(), bytes->end(), uuid.begin());
  return uuid;
}

std::string FormatUuid(const Uuid& uuid) {
  std::string text = HexEncode(std::string(uuid.begin(), uuid.end()));
  for (size_t hyphen : kUuidHyphens) text.insert(hyphen, 1, '-');
  return text;
}

}  // namespace unioncare::base
