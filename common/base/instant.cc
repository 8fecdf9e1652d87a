#include "common/base/instant.h"

#include <array>
#include <cstdio>

namespace unioncare::base {
namespace {

struct DayAndMicros {
  Date day;
  int64_t micros;  // 0..kMicrosPerDay-1
};

DayAndMicros Split(int64_t micros) {
  int64_t days = micros / kMicrosPerDay;
  int64_t rest = micros % kMicrosPerDay;
  if (rest < 0) {
    --days;
    rest += kMicrosPerDay;
  }
  return {Date{static_cast<int32_t>(days)}, rest};
}

}  // namespace

std::string ToRfc3339(Instant at) {
  const DayAndMicros split = Split(at.micros);
  const int seconds = static_cast<int>(split.micros / kMicrosPerSecond);
  const int fraction = static_cast<int>(split.micros % kMicrosPerSecond);
  std::array<char, 32> time;
  std::snprintf(time.data(), time.size(), "T%02d:%02d:%02d.%06dZ", seconds / 3600,
                seconds / 60 % 60, seconds % 60, fraction);
  return split.day.ToString() + time.data();
}

Date DateInShanghai(Instant at) {
  constexpr int64_t kOffset = 8 * 3600 * kMicrosPerSecond;
  return Split(at.micros + kOffset).day;
}

}  // namespace unioncare::base
