#include "services/medical/rules/roster_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace unioncare::medical {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr RosterState kStates[] = {RosterState::kDraft, RosterState::kValidated,
                                   RosterState::kSubmitted, RosterState::kPaid,
                                   RosterState::kEffective};
constexpr RosterVerb kVerbs[] = {RosterVerb::kAppend, RosterVerb::kComplete, RosterVerb::kSubmit,
                                 RosterVerb::kConfirmPayment, RosterVerb::kMakeEffective};

TEST(RosterState, RefusesEveryPairThatTheTableDoesNotHave) {
  for (const RosterState state : kStates) {
    for (const RosterVerb verb : kVerbs) {
      const bool known =
          std::any_of(std::begin(kRosterTransitions), std::end(kRosterTransitions),
                      [&](const auto& row) { return row.from == state && row.verb == verb; });
      EXPECT_EQ(After(state, verb).has_value(), known) << Name(state) << " " << Name(verb);
    }
  }
}

TEST(RosterState, GoesFromDraftToEffective) {
  RosterState state = RosterState::kDraft;
  for (const RosterVerb verb : kVerbs) state = After(state, verb).value();
  EXPECT_EQ(state, RosterState::kEffective);
}

TEST(RosterState, OffersPersonsTheirVerbsOnly) {
  EXPECT_THAT(AvailableVerbs(RosterState::kDraft), ElementsAre("append"));
  EXPECT_THAT(AvailableVerbs(RosterState::kValidated), ElementsAre("submit"));
  EXPECT_THAT(AvailableVerbs(RosterState::kSubmitted), ElementsAre("confirmPayment"));
  EXPECT_THAT(AvailableVerbs(RosterState::kPaid), IsEmpty());
  EXPECT_THAT(AvailableVerbs(RosterState::kEffective), IsEmpty());
}

TEST(RosterState, HasTheNamesOfTheContract) {
  std::vector<std::string_view> states;
  for (const RosterState state : kStates) states.push_back(Name(state));
  EXPECT_THAT(states, ElementsAre("DRAFT", "VALIDATED", "SUBMITTED", "PAID", "EFFECTIVE"));
}

}  // namespace
}  // namespace unioncare::medical
