#include "services/medical/rules/claim_state.h"

namespace unioncare::medical {

std::string_view Name(ClaimState state) {
  switch (state) {
    case ClaimState::kNew:
      return "NEW";
    case ClaimState::kApproved:
      return "APPROVED";
    case ClaimState::kUnderReview:
      return "UNDER_REVIEW";
    case ClaimState::kRejected:
      return "REJECTED";
  }
  return "";
}

std::string_view Name(ClaimVerb verb) {
  switch (verb) {
    case ClaimVerb::kDecideApproved:
      return "decideApproved";
    case ClaimVerb::kDecideUnderReview:
      return "decideUnderReview";
    case ClaimVerb::kDecideRejected:
      return "decideRejected";
    case ClaimVerb::kReview:
      return "review";
    case ClaimVerb::kApprove:
      return "approve";
    case ClaimVerb::kReject:
      return "reject";
  }
  return "";
}

std::optional<ClaimState> After(ClaimState state, ClaimVerb verb) {
  return FindAfter(kClaimTransitions, state, verb);
}

std::vector<std::string_view> AvailableVerbs(ClaimState state) {
  return PersonVerbs(kClaimTransitions, state);
}

}  // namespace unioncare::medical
