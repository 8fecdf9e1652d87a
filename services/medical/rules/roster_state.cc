#include "services/medical/rules/roster_state.h"

namespace unioncare::medical {

std::string_view Name(RosterState state) {
  switch (state) {
    case RosterState::kDraft:
      return "DRAFT";
    case RosterState::kValidated:
      return "VALIDATED";
    case RosterState::kSubmitted:
      return "SUBMITTED";
    case RosterState::kPaid:
      return "PAID";
    case RosterState::kEffective:
      return "EFFECTIVE";
  }
  return "";
}

std::string_view Name(RosterVerb verb) {
  switch (verb) {
    case RosterVerb::kAppend:
      return "append";
    case RosterVerb::kComplete:
      return "complete";
    case RosterVerb::kSubmit:
      return "submit";
    case RosterVerb::kConfirmPayment:
      return "confirmPayment";
    case RosterVerb::kMakeEffective:
      return "makeEffective";
  }
  return "";
}

std::optional<RosterState> After(RosterState state, RosterVerb verb) {
  return FindAfter(kRosterTransitions, state, verb);
}

std::vector<std::string_view> AvailableVerbs(RosterState state) {
  return PersonVerbs(kRosterTransitions, state);
}

}  // namespace unioncare::medical
