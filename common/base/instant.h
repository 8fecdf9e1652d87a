#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "common/base/date.h"

// Points in time.
namespace unioncare::base {

inline constexpr int64_t kMicrosPerMilli = 1000;
inline constexpr int64_t kMicrosPerSecond = 1000 * kMicrosPerMilli;
inline constexpr int64_t kMicrosPerDay = 86400 * kMicrosPerSecond;

struct Instant {
  int64_t micros = 0;  // since 1970-01-01T00:00:00Z
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

constexpr Instant AddMicros(Instant at, int64_t micros) { return Instant{at.micros + micros}; }

// "2024-05-01T00:00:00.000001Z": UTC, always six decimals, so that text order is time order.
std::string ToRfc3339(Instant at);

// The calendar day in Shanghai (UTC+8; no summer time since 1991).
Date DateInShanghai(Instant at);

}  // namespace unioncare::base
