#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/clock.h"

// Identifiers: 63-bit positive numbers that sort by time, written as 13 characters; and UUIDs,
// which clients choose.
namespace unioncare::base {

// Makes ids without asking anybody: 42 bits of milliseconds since 2020-01-01T00:00:00Z (until
// 2159), 10 bits of node, 11 bits of counter. Ids of one source strictly grow, also when the clock
// goes back, and also beyond 2,048 in one millisecond: the source then borrows the next millisecond
// instead of waiting. Two sources never make the same id while their nodes differ; after a restart
// of a node the clock must have passed the last borrowed millisecond.
class IdSource {
 public:
  static constexpr int kMaxNode = 1023;

  // 0 <= node <= kMaxNode; `clock` outlives the source.
  IdSource(int node, const Clock& clock);
  int64_t Next();  // thread-safe, lock-free

 private:
  const int64_t node_;
  const Clock& clock_;
  std::atomic<int64_t> last_{0};  // milliseconds and counter of the last id, without the node
};

// 13 characters of lower-case Crockford base 32 (0-9 a-z without i l o u); text order is number
// order. `id` >= 0.
std::string EncodeId(int64_t id);
// Only what EncodeId writes; one id has one spelling.
std::optional<int64_t> DecodeId(std::string_view text);

using Uuid = std::array<uint8_t, 16>;

// "123e4567-e89b-12d3-a456-426614174000", hex digits in either case, any version.
std::optional<Uuid> ParseUuid(std::string_view text);
// The same in lower case.
std::string FormatUuid(const Uuid& uuid);

}  // namespace unioncare::base
