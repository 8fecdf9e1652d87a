#include "services/medical/rules/claim_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace unioncare::medical {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr ClaimState kStates[] = {ClaimState::kNew, ClaimState::kApproved, ClaimState::kUnderReview,
                                  ClaimState::kRejected};
constexpr ClaimVerb kVerbs[] = {ClaimVerb::kDecideApproved, ClaimVerb::kDecideUnderReview,
                                ClaimVerb::kDecideRejected, ClaimVerb::kReview,
                                ClaimVerb::kApprove,        ClaimVerb::kReject};

TEST(ClaimState, RefusesEveryPairThatTheTableDoesNotHave) {
  for (const ClaimState state : kStates) {
    for (const ClaimVerb verb : kVerbs) {
      const bool known =
          std::any_of(std::begin(kClaimTransitions), std::end(kClaimTransitions),
                      [&](const auto& row) { return row.from == state && row.verb == verb; });
      EXPECT_EQ(After(state, verb).has_value(), known) << Name(state) << " " << Name(verb);
    }
  }
}

TEST(ClaimState, IsDecidedByTheRulesFromEveryState) {
  for (const ClaimState state : kStates) {
    EXPECT_EQ(After(state, ClaimVerb::kDecideApproved), ClaimState::kApproved);
    EXPECT_EQ(After(state, ClaimVerb::kDecideUnderReview), ClaimState::kUnderReview);
    EXPECT_EQ(After(state, ClaimVerb::kDecideRejected), ClaimState::kRejected);
  }
}

TEST(ClaimState, IsDecidedByPersonsUnderReviewOnly) {
  EXPECT_THAT(AvailableVerbs(ClaimState::kUnderReview), ElementsAre("review", "approve", "reject"));
  for (const ClaimState state : {ClaimState::kNew, ClaimState::kApproved, ClaimState::kRejected}) {
    EXPECT_THAT(AvailableVerbs(state), IsEmpty()) << Name(state);
  }
}

TEST(ClaimState, HasTheNamesOfTheContract) {
  std::vector<std::string_view> names;
  for (const ClaimState state : kStates) names.push_back(Name(state));
  EXPECT_THAT(names, ElementsAre("NEW", "APPROVED", "UNDER_REVIEW", "REJECTED"));
}

}  // namespace
}  // namespace unioncare::medical
