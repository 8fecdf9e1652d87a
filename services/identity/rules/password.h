#pragma once

#include <string_view>

// Which first passwords are refused. What an attacker tries first is the login, then repetition.
namespace unioncare::identity {

inline constexpr size_t kMinPasswordCharacters = 12;
inline constexpr size_t kMaxPasswordCharacters = 128;
inline constexpr size_t kMinDistinctCharacters = 3;

enum class PasswordFault {
  kNone,
  kLength,      // not 12 to 128 characters, or not UTF-8
  kLogin,       // contains the login, in whatever case
  kRepetition,  // fewer than 3 different characters
};

// "LENGTH", "CONTAINS_LOGIN", "REPETITION"; empty for kNone.
std::string_view ReasonOf(PasswordFault fault);

// The first fault, in their order. `login` is in lower case.
PasswordFault CheckPassword(std::string_view password, std::string_view login);

}  // namespace unioncare::identity
