#include "services/medical/rules/participation.h"

#include <gtest/gtest.h>

#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

TEST(Participation, FloorsAsInTheTable) {
  for (const auto& row : Rows("participation.csv")) {
    EXPECT_EQ(ParticipationFloor(std::stoi(row[0]), std::stoi(row[1]), std::stoi(row[2])),
              std::stoll(row[3]))
        << row[0] << " " << row[1];
  }
}

TEST(Participation, FloorIsTheLeastNumberThatReachesThePercentage) {
  for (int headcount = 1; headcount <= 300; ++headcount) {
    for (int percent = 0; percent <= 100; ++percent) {
      const int64_t floor = ParticipationFloor(headcount, percent, 0);
      ASSERT_GE(floor * 100, static_cast<int64_t>(headcount) * percent);
      ASSERT_TRUE(floor == 0 || (floor - 1) * 100 < static_cast<int64_t>(headcount) * percent);
    }
  }
}

}  // namespace
}  // namespace unioncare::medical
