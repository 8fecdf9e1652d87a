#include "services/identity/rules/password.h"

#include <set>
#include <string>

#include "common/base/utf8.h"

namespace unioncare::identity {
namespace {

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  }
  return lower;
}

}  // namespace

std::string_view ReasonOf(PasswordFault fault) {
  switch (fault) {
    case PasswordFault::kNone:
      return "";
    case PasswordFault::kLength:
      return "LENGTH";
    case PasswordFault::kLogin:
      return "CONTAINS_LOGIN";
    case PasswordFault::kRepetition:
      return "REPETITION";
  }
  return "";
}

PasswordFault CheckPassword(std::string_view password, std::string_view login) {
  const auto characters = base::DecodeUtf8(password);
  if (!characters || characters->size() < kMinPasswordCharacters ||
      characters->size() > kMaxPasswordCharacters) {
    return PasswordFault::kLength;
  }
  if (LowerCase(password).find(login) != std::string::npos) return PasswordFault::kLogin;
  const std::set<char32_t> distinct(characters->begin(), characters->end());
  return distinct.size() < kMinDistinctCharacters ? PasswordFault::kRepetition
                                                  : PasswordFault::kNone;
}

}  // namespace unioncare::identity
