#pragma once

#include <string>
#include <string_view>

// Unified social credit codes of 18 characters, GB 32100-2015 (domain/identity §8.3): 1 authority,
// 1 kind, 6 region, 9 body code (a GB 11714 code with its own check character), 1 check character,
// of the alphabet 0-9 A-Z without I O S V Z.
namespace unioncare::codes {

// In the order they are looked for.
enum class CreditCodeFault {
  kNone,
  kLength,    // not 18 characters
  kAlphabet,  // a character the alphabet does not have
  kCheck,     // wrong last character
  kBody,      // wrong check character of the body code (the 17th)
};

// "CREDIT_CODE_LENGTH", "CREDIT_CODE_ALPHABET", "CREDIT_CODE_CHECK", "CREDIT_CODE_BODY"; empty for
// kNone.
std::string_view ReasonOf(CreditCodeFault fault);

// Lower-case letters become capitals; nothing is trimmed.
std::string NormalizeCreditCode(std::string_view text);

// `code` is normalised.
CreditCodeFault ValidateCreditCode(std::string_view code);

// A trade union with legal personality: the code begins with "81". An employer's field that holds
// one, or a union's field that does not, is the warning CODE_SWAPPED.
bool IsUnionCreditCode(std::string_view code);

}  // namespace unioncare::codes
