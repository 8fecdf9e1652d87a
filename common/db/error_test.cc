#include "common/db/error.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "common/base/test_rows.h"
#include "common/status/status.h"

namespace unioncare::db {
namespace {

const std::map<std::string, Action> kActions = {{"RETRY", Action::kRetry},
                                                {"RECONNECT", Action::kReconnectRetry},
                                                {"UNKNOWN", Action::kUnknownOutcome},
                                                {"UNAVAILABLE", Action::kUnavailable},
                                                {"DUPLICATE", Action::kDuplicate},
                                                {"CONSTRAINT", Action::kConstraint},
                                                {"TIMED_OUT", Action::kTimedOut},
                                                {"DISK_FULL", Action::kDiskFull},
                                                {"BUG", Action::kBug}};

TEST(ErrorTest, EveryCodeOfTheContractHasItsActionInBothPhases) {
  const auto rows = base::TestRows(UC_SOURCE_DIR "/common/db/testdata/errors.csv");
  ASSERT_GE(rows.size(), 29u);
  for (const auto& row : rows) {
    const int number = std::stoi(row[0]);
    for (const auto& [phase, action] : {std::pair(Phase::kBeforeCommit, kActions.at(row[1])),
                                        std::pair(Phase::kCommit, kActions.at(row[2]))}) {
      EXPECT_EQ(ActionFor(number, phase), action) << number;
      const absl::Status status = DatabaseError(number, phase, "text");
      EXPECT_EQ(ActionOf(status), action) << number;
      EXPECT_EQ(ErrorNumberOf(status), number);
    }
  }
}

TEST(ErrorTest, CallersSeeAReasonAndNeverTheServersText) {
  const std::map<int, std::string> reasons = {{1213, "CONFLICT_RETRIES_EXHAUSTED"},
                                              {2013, "DATABASE_UNAVAILABLE"},
                                              {2002, "DATABASE_UNAVAILABLE"},
                                              {1969, "DEADLINE_EXCEEDED"},
                                              {1021, "DISK_FULL"},
                                              {4025, "INTERNAL"},
                                              {1064, "INTERNAL"}};
  for (const auto& [number, reason] : reasons) {
    const absl::Status status =
        DatabaseError(number, Phase::kBeforeCommit, "near '339901200001010017'");
    EXPECT_EQ(status::ReasonOf(status), reason) << number;
    EXPECT_EQ(status.ToString().find("339901"), std::string::npos);
  }
}

TEST(ErrorTest, AStatusOfSomebodyElseIsABug) {
  EXPECT_EQ(ActionOf(absl::UnavailableError("x")), Action::kBug);
  EXPECT_EQ(ErrorNumberOf(absl::UnavailableError("x")), 0);
}

}  // namespace
}  // namespace unioncare::db
