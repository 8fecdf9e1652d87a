#include "services/medical/rules/line.h"

#include <gtest/gtest.h>

#include <limits>

namespace unioncare::medical {
namespace {

TEST(Line, WritesExactYuanWithTwoDecimalsOrMore) {
  EXPECT_EQ(ExactYuan(0), "0.00");
  EXPECT_EQ(ExactYuan(934567000), "934.567");
  EXPECT_EQ(ExactYuan(2400000000), "2400.00");
  EXPECT_EQ(ExactYuan(1), "0.000001");
  EXPECT_EQ(ExactYuan(-1500000), "-1.50");
}

TEST(Line, WritesTheLargestAmountExactly) {
  EXPECT_EQ(ExactYuan(static_cast<__int128>(std::numeric_limits<int64_t>::max()) * 10000),
            "92233720368547758.07");
  EXPECT_EQ(ExactYuan(static_cast<__int128>(std::numeric_limits<int64_t>::min()) * 10000),
            "-92233720368547758.08");
}

TEST(Line, WritesRatesInPercent) {
  EXPECT_EQ(Percent(8000), "80");
  EXPECT_EQ(Percent(1250), "12.5");
  EXPECT_EQ(Percent(1), "0.01");
  EXPECT_EQ(Percent(0), "0");
}

}  // namespace
}  // namespace unioncare::medical
