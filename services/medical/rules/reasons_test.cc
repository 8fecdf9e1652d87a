#include "services/medical/rules/reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace unioncare::medical {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Reasons, EveryRefusalComesBackFromItsNameAndHasTexts) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Refusal::kThirdParty); ++i) {
    const Refusal refusal = static_cast<Refusal>(i);
    EXPECT_EQ(RefusalFromName(Name(refusal)), refusal);
    EXPECT_FALSE(Label(refusal).empty());
    EXPECT_FALSE(LabelEn(refusal).empty());
    names.insert(Name(refusal));
  }
  EXPECT_EQ(names.size(), 16u);
}

TEST(Reasons, KnowsNoOtherNames) {
  for (const char* name : {"", "waiting_period", "WAITING", "WAITING_PERIOD "}) {
    EXPECT_EQ(RefusalFromName(name), std::nullopt) << name;
  }
}

TEST(Reasons, NamesTheFlagsOfASet) {
  EXPECT_THAT(FlagNames(0), IsEmpty());
  EXPECT_THAT(FlagNames(Bit(Flag::kSameStay) | Bit(Flag::kPrePaymentEvent)),
              ElementsAre("PRE_PAYMENT_EVENT", "SAME_STAY"));
  EXPECT_THAT(FlagNames(~0u), ElementsAre("PRE_PAYMENT_EVENT", "BILL_INCONSISTENT", "SAME_INVOICE",
                                          "SAME_STAY", "RISK_AMOUNT"));
}

}  // namespace
}  // namespace unioncare::medical
