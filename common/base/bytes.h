#pragma once

#include <optional>
#include <string>
#include <string_view>

// Bytes as text. A std::string holds bytes here, not characters.
namespace unioncare::base {

std::string HexEncode(std::string_view bytes);  // lower case
// An even number of hex digits in either case.
std::optional<std::string> HexDecode(std::string_view text);

// RFC 4648 §5 without padding. Decoding takes only what encoding writes: no '=', no '+' or '/',
// spare bits zero.
std::string Base64UrlEncode(std::string_view bytes);
std::optional<std::string> Base64UrlDecode(std::string_view text);

}  // namespace unioncare::base
