#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/medical/rules/transition.h"

// Where a roster stands (domain/medical §3.3). That its term is over is read from the term.
namespace unioncare::medical {

// Numbered as in the contract (roster.proto).
enum class RosterState { kDraft = 1, kValidated, kSubmitted, kPaid, kEffective };

enum class RosterVerb {
  kAppend,          // more bytes of the file
  kComplete,        // the last byte was read
  kSubmit,          // the union stands by it
  kConfirmPayment,  // the bank received the fee
  kMakeEffective,   // every enrolment is made
};

// The whole machine; every other pair is refused.
inline constexpr Transition<RosterState, RosterVerb> kRosterTransitions[] = {
    {RosterState::kDraft, RosterVerb::kAppend, RosterState::kDraft, Actor::kPerson},
    {RosterState::kDraft, RosterVerb::kComplete, RosterState::kValidated, Actor::kSystem},
    {RosterState::kValidated, RosterVerb::kSubmit, RosterState::kSubmitted, Actor::kPerson},
    {RosterState::kSubmitted, RosterVerb::kConfirmPayment, RosterState::kPaid, Actor::kPerson},
    {RosterState::kPaid, RosterVerb::kMakeEffective, RosterState::kEffective, Actor::kSystem},
};

std::string_view Name(RosterState state);  // "DRAFT"
std::string_view Name(RosterVerb verb);    // "confirmPayment", as in the contract

std::optional<RosterState> After(RosterState state, RosterVerb verb);
std::vector<std::string_view> AvailableVerbs(RosterState state);  // of persons: "submit"

}  // namespace unioncare::medical
