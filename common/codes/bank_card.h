#pragma once

#include <string_view>

// Bank cards (domain/identity §8.4): 15 to 19 digits whose last is a Luhn check digit.
namespace unioncare::codes {

enum class BankCardFault {
  kNone,
  kLength,  // not 15..19 characters
  kDigits,
};

// "BANK_CARD_LENGTH", "BANK_CARD_DIGITS"; empty for kNone.
std::string_view ReasonOf(BankCardFault fault);

BankCardFault ValidateBankCard(std::string_view card);

// False is a warning (kBankCardLuhnReason), never a refusal: passbooks and some social-card
// accounts have no check digit. Of adjacent digits swapped by mistake it misses 09 for 90. `card`
// is all digits.
bool PassesLuhn(std::string_view card);

inline constexpr std::string_view kBankCardLuhnReason = "BANK_CARD_LUHN";

}  // namespace unioncare::codes
