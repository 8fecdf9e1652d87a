#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/medical/rules/transition.h"

// Where a claim stands until money moves (domain/medical §3.8).
namespace unioncare::medical {

// Numbered as in the contract (claim.proto); kNew is a claim not yet stored.
enum class ClaimState { kNew = 0, kApproved = 1, kUnderReview = 2, kRejected = 3 };

enum class ClaimVerb {
  kDecideApproved,     // the rules decide, or decide anew: a fact changed
  kDecideUnderReview,  //
  kDecideRejected,     //
  kReview,             // a reviewer recommends
  kApprove,            // an approver accepts its flags
  kReject,             // an approver refuses it
};

// The whole machine; every other pair is refused.
inline constexpr Transition<ClaimState, ClaimVerb> kClaimTransitions[] = {
    {ClaimState::kNew, ClaimVerb::kDecideApproved, ClaimState::kApproved, Actor::kSystem},
    {ClaimState::kNew, ClaimVerb::kDecideUnderReview, ClaimState::kUnderReview, Actor::kSystem},
    {ClaimState::kNew, ClaimVerb::kDecideRejected, ClaimState::kRejected, Actor::kSystem},
    {ClaimState::kApproved, ClaimVerb::kDecideApproved, ClaimState::kApproved, Actor::kSystem},
    {ClaimState::kApproved, ClaimVerb::kDecideUnderReview, ClaimState::kUnderReview,
     Actor::kSystem},
    {ClaimState::kApproved, ClaimVerb::kDecideRejected, ClaimState::kRejected, Actor::kSystem},
    {ClaimState::kUnderReview, ClaimVerb::kDecideApproved, ClaimState::kApproved, Actor::kSystem},
    {ClaimState::kUnderReview, ClaimVerb::kDecideUnderReview, ClaimState::kUnderReview,
     Actor::kSystem},
    {ClaimState::kUnderReview, ClaimVerb::kDecideRejected, ClaimState::kRejected, Actor::kSystem},
    {ClaimState::kUnderReview, ClaimVerb::kReview, ClaimState::kUnderReview, Actor::kPerson},
    {ClaimState::kUnderReview, ClaimVerb::kApprove, ClaimState::kApproved, Actor::kPerson},
    {ClaimState::kUnderReview, ClaimVerb::kReject, ClaimState::kRejected, Actor::kPerson},
    {ClaimState::kRejected, ClaimVerb::kDecideApproved, ClaimState::kApproved, Actor::kSystem},
    {ClaimState::kRejected, ClaimVerb::kDecideUnderReview, ClaimState::kUnderReview,
     Actor::kSystem},
    {ClaimState::kRejected, ClaimVerb::kDecideRejected, ClaimState::kRejected, Actor::kSystem},
};

std::string_view Name(ClaimState state);  // "UNDER_REVIEW"
std::string_view Name(ClaimVerb verb);    // "approve", as in the contract

std::optional<ClaimState> After(ClaimState state, ClaimVerb verb);
std::vector<std::string_view> AvailableVerbs(ClaimState state);  // of persons: "approve"

}  // namespace unioncare::medical
