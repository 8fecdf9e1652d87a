#pragma once

#include <string>
#include <string_view>

#include "common/crypto/keys.h"

// What stands for a person where the person must not be named. Both keys are a city's and never
// rotate (architecture.md, "People and private data").
namespace unioncare::crypto {

inline constexpr char kPersonKeyVersion = 1;
inline constexpr size_t kPersonKeySize = 33;
inline constexpr size_t kBlindIndexSize = 16;

// The same in all services of a city: the version byte, then HMAC-SHA-256 of the identity number.
// `id_number` is the 18-character form with a capital X.
std::string PersonKey(const Key& key, std::string_view id_number);

// Finds a row by a value that lies there encrypted: 16 bytes of HMAC-SHA-256 over purpose, a zero
// byte and text. `purpose` (without zero bytes) keeps equal values of different fields apart:
// "name.whole", "name.first2", "phone".
std::string BlindIndex(const Key& key, std::string_view purpose, std::string_view text);

}  // namespace unioncare::crypto
