#include "services/medical/rules/visit_kind.h"

#include <gtest/gtest.h>

#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

TEST(VisitKind, ReadsTheTable) {
  for (const auto& row : Rows("visit_kinds.csv")) {
    const auto kind = ParseVisitKind(row[0]);
    EXPECT_EQ(kind ? Name(*kind) : "-", row[1]) << row[0];
  }
  EXPECT_EQ(ParseVisitKind(""), std::nullopt);
}

TEST(VisitKind, EveryNameComesBack) {
  for (int i = 1; i <= 6; ++i) {
    const VisitKind kind = static_cast<VisitKind>(i);
    EXPECT_EQ(ParseVisitKind(Name(kind)), kind);
  }
}

}  // namespace
}  // namespace unioncare::medical
