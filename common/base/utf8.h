#pragma once

#include <optional>
#include <string>
#include <string_view>

// UTF-8 and the code points it stands for. Strings of this system are UTF-8; whoever counts or
// replaces characters does so in code points: DecodeUtf8(name)->size() <= 50.
namespace unioncare::base {

// Strict: nullopt for cut or overlong sequences, surrogates, and beyond U+10FFFF.
std::optional<std::u32string> DecodeUtf8(std::string_view text);

// `points` are code points as DecodeUtf8 gives them.
std::string EncodeUtf8(std::u32string_view points);

}  // namespace unioncare::base
