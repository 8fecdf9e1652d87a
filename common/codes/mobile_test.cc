#include "common/codes/mobile.h"

#include <gtest/gtest.h>

#include "common/base/test_rows.h"

namespace unioncare::codes {
namespace {

TEST(Mobile, JudgesTheRows) {
  const auto rows = base::TestRows(UC_SOURCE_DIR "/common/codes/testdata/mobiles.csv");
  ASSERT_GT(rows.size(), 5u);
  for (const auto& row : rows) EXPECT_EQ(IsMobile(row[0]), row[1] == "yes") << row[0];
}

}  // namespace
}  // namespace unioncare::codes
