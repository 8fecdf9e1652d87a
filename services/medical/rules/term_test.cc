#include "services/medical/rules/term.h"

#include <gtest/gtest.h>

#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

TEST(Term, EndsAsInTheTable) {
  for (const auto& row : Rows("terms.csv")) {
    const base::Date end = TermEnd(Day(row[0]), std::stoi(row[1]));
    EXPECT_EQ(end, Day(row[2])) << row[0];
    EXPECT_EQ(base::DaysBetween(Day(row[0]), end) + 1, std::stoi(row[3])) << row[0];
  }
}

TEST(Term, WaitsAsInTheTable) {
  for (const auto& row : Rows("waits.csv")) {
    const base::Date start = Day(row[0]);
    const int wait = std::stoi(row[1]);
    EXPECT_EQ(row[2] == "m" ? FirstCoveredMonths(start, wait) : FirstCoveredDays(start, wait),
              Day(row[3]))
        << row[0];
  }
}

// Property 6.
TEST(Term, FiftyYearsOfRenewalsLeaveNoGapAndDoNotOverlap) {
  for (base::Date anchor = Day("2023-01-01"); anchor < Day("2027-01-01");
       anchor = base::AddDays(anchor, 1)) {
    base::Date next = anchor;
    for (int year = 0; year < 50; ++year) {
      ASSERT_EQ(base::ForwardAnniversary(anchor, year), next) << anchor.ToString();
      next = base::AddDays(TermEnd(anchor, year + 1), 1);
    }
  }
}

// Renewals counted from the last renewal instead leave none either: the term begins where the last
// one ended.
TEST(Term, RenewalsFromTheDayAfterTheEndMoveALeapStartToMarch) {
  base::Date start = Day("2024-02-29");
  for (int year = 0; year < 50; ++year) start = base::AddDays(TermEnd(start, 1), 1);
  EXPECT_EQ(start, Day("2074-03-01"));
}

// Property 7.
TEST(Term, NinetyDaysAreNinetyDaysInEveryYear) {
  for (base::Date start = Day("2023-01-01"); start < Day("2029-01-01");
       start = base::AddDays(start, 1)) {
    ASSERT_EQ(base::DaysBetween(start, FirstCoveredDays(start, 90)), 90);
  }
}

}  // namespace
}  // namespace unioncare::medical
