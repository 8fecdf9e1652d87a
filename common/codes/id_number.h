#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/date.h"

// Citizen numbers of 18 characters, GB 11643-1999 (domain/identity §8.1): 6 region, 8 birth date, 3
// sequence (odd male, even female), 1 check character. Residence permits of Hong Kong, Macau and
// Taiwan residents (region 81, 82, 83) have the same form. Passports and foreigners'
// permanent-residence cards are other kinds of document and not read here.
//
//   const std::string id = NormalizeIdNumber(cell);
//   const IdNumberFault fault = ValidateIdNumber(id);
//   if (fault != IdNumberFault::kNone) refuse with ReasonOf(fault)
namespace unioncare::codes {

// In the order they are looked for.
enum class IdNumberFault {
  kNone,
  kLength,  // not 18 characters
  kDigits,  // not 17 digits and then a digit or 'X'
  kRegion,  // the first two digits are no province; counties are not checked, numbers outlive them
  kDate,    // no such day
  kCheck,   // wrong check character
};

enum class Sex { kMale, kFemale };

// "ID_LENGTH", "ID_DIGITS", "ID_REGION", "ID_DATE", "ID_CHECK_DIGIT"; empty for kNone.
std::string_view ReasonOf(IdNumberFault fault);

// A final 'x' becomes 'X'; nothing is trimmed.
std::string NormalizeIdNumber(std::string_view text);

// `id` is normalised.
IdNumberFault ValidateIdNumber(std::string_view id);

// The check character of the first 17 digits.
char IdNumberCheck(std::string_view digits);

// Both need a number that ValidateIdNumber lets through.
base::Date BirthDateOf(std::string_view id);
Sex SexOf(std::string_view id);

// A 15-digit number of before 1999 with "19" inserted and the check character added; nullopt when
// it is not 15 digits. The result is not yet validated.
std::optional<std::string> UpgradeIdNumber(std::string_view text);

// IMPLAUSIBLE_BIRTH: born after `today`, or more than 130 years before it.
bool ImplausibleBirth(base::Date birth, base::Date today);

}  // namespace unioncare::codes
