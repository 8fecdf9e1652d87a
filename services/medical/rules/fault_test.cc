#include "services/medical/rules/fault.h"

#include <gtest/gtest.h>

#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

// Every "column:reason" that the tables of rows expect.
std::vector<std::string> ReasonsOfTheTables() {
  std::vector<std::string> reasons;
  for (const char* file : {"roster_rows.csv", "settlement_faults.csv"}) {
    for (const auto& row : Rows(file)) {
      for (const std::string& fault : base::SplitAt(row.back(), ' ')) {
        if (!fault.empty()) reasons.push_back(fault.substr(fault.find(':') + 1));
      }
    }
  }
  return reasons;
}

TEST(Fault, EveryReasonSaysWhatToDoInBothLanguages) {
  for (const std::string& reason : ReasonsOfTheTables()) {
    EXPECT_FALSE(TextOf(reason).message.empty()) << reason;
    EXPECT_FALSE(TextOf(reason).message_en.empty()) << reason;
  }
}

TEST(Fault, HasNoTextForAnotherReason) { EXPECT_TRUE(TextOf("NO_SUCH").message.empty()); }

}  // namespace
}  // namespace unioncare::medical
