#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Which encoding a text file has, and the file as UTF-8. Files of the outside world are UTF-8, with
// or without a byte order mark, or GB18030 (which GBK and GB2312 are part of, and which Excel
// writes in China).
namespace unioncare::csv {

enum class Encoding { kUtf8, kGb18030 };

inline constexpr std::string_view kUtf8Bom = "\xef\xbb\xbf";

// The reason when a file or a chunk of it cannot be decoded.
inline constexpr std::string_view kEncodingReason = "CSV_ENCODING";

// Judges by the start of a file, which may be cut in the middle of a character: what can be UTF-8
// is. Give a lot of it (64 KB or more): a GB18030 file whose start is all ASCII passes for UTF-8,
// and then fails in Decode, never silently.
Encoding DetectEncoding(std::string_view start);

// The size of the byte order mark at the start of a file in `encoding`, which is no part of its
// text: 3 or 0.
size_t BomBytes(std::string_view start, Encoding encoding);

// UTF-8, without a byte order mark at the front. nullopt when `bytes` are not in `encoding` or hold
// a zero byte. `bytes` may be a chunk of a file that starts and ends between characters, such as
// format.h cuts it.
std::optional<std::string> Decode(std::string_view bytes, Encoding encoding);

}  // namespace unioncare::csv
