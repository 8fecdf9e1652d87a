#include "common/codes/bank_card.h"

#include <cstddef>

namespace unioncare::codes {

std::string_view ReasonOf(BankCardFault fault) {
  switch (fault) {
    case BankCardFault::kNone:
      return "";
    case BankCardFault::kLength:
      return "BANK_CARD_LENGTH";
    case BankCardFault::kDigits:
      return "BANK_CARD_DIGITS";
  }
  return "";
}

BankCardFault ValidateBankCard(std::string_view card) {
  if (card.size() < 15 || card.size() > 19) return BankCardFault::kLength;
  if (card.find_first_not_of("0123456789") != std::string_view::npos) return BankCardFault::kDigits;
  return BankCardFault::kNone;
}

bool PassesLuhn(std::string_view card) {
  int sum = 0;
  bool doubled = false;
  for (size_t i = card.size(); i-- > 0; doubled = !doubled) {
    const int value = (card[i] - '0') * (doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

}  // namespace unioncare::codes
