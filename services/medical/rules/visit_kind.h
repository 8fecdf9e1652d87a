#pragma once

#include <optional>
#include <string_view>

// Kinds of visits (domain/formats §1.4).
namespace unioncare::medical {

// Numbered as in the contract (settlement.proto).
enum class VisitKind {
  kInpatient = 1,
  kOutpatient = 2,
  kListedOutpatient = 3,
  kAccident = 4,
  kPharmacy = 5,
  kMaternity = 6,
};

std::string_view Name(VisitKind kind);  // "LISTED_OUTPATIENT"

// Our name in either case, the Chinese word, or the national platform's med_type ("21"). A code
// that is not in the table, such as a province's extension, is nullopt and never guessed.
std::optional<VisitKind> ParseVisitKind(std::string_view text);

}  // namespace unioncare::medical
