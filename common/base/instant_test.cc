#include "common/base/instant.h"

#include <gtest/gtest.h>

#include "common/base/clock.h"

namespace unioncare::base {
namespace {

constexpr int64_t kNewYear2024 = 1704067200 * kMicrosPerSecond;  // 2024-01-01T00:00:00Z

TEST(Instant, WritesUtcWithSixDecimals) {
  EXPECT_EQ(ToRfc3339(Instant{kNewYear2024}), "2024-01-01T00:00:00.000000Z");
  EXPECT_EQ(ToRfc3339(Instant{kNewYear2024 + kMicrosPerDay - 1}), "2024-01-01T23:59:59.999999Z");
}

TEST(Instant, WritesTimesBeforeTheEpoch) {
  EXPECT_EQ(ToRfc3339(Instant{-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(Instant, TheDayOfShanghaiBeginsAt16Utc) {
  const Instant midnight{kNewYear2024 - 8 * 3600 * kMicrosPerSecond};
  EXPECT_EQ(DateInShanghai(midnight).ToString(), "2024-01-01");
  EXPECT_EQ(DateInShanghai(AddMicros(midnight, -1)).ToString(), "2023-12-31");
}

TEST(Clock, SystemTimeIsLaterThanThisCode) {
  EXPECT_GT(SystemClock().Now(), Instant{kNewYear2024});
}

class FixedClock : public Clock {
 public:
  Instant Now() const override { return Instant{kNewYear2024}; }
};

TEST(Clock, AnOffsetMovesIt) {
  const FixedClock fixed;
  EXPECT_EQ(OffsetClock(fixed, -kMicrosPerDay).Now(), Instant{kNewYear2024 - kMicrosPerDay});
}

}  // namespace
}  // namespace unioncare::base
