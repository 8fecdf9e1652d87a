#include "common/base/utf8.h"

namespace unioncare::base {
namespace {

// How many bytes a sequence with this first byte has; 0 when none begins with it.
size_t SequenceLength(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

bool IsWellFormed(char32_t point, size_t length) {
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xd800 && point < 0xe000;
  return point >= kSmallest[length] && point <= 0x10ffff && !surrogate;
}

}  // namespace

std::optional<std::u32string> DecodeUtf8(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  while (!text.empty()) {
    const unsigned char first = text[0];
    const size_t length = SequenceLength(first);
    if (length == 0 || length > text.size()) return std::nullopt;
    char32_t point = length == 1 ? first : first & (0xff >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
      const unsigned char next = text[i];
      if ((next & 0xc0) != 0x80) return std::nullopt;
      point = point << 6 | (next & 0x3f);
    }
    if (!IsWellFormed(point, length)) return std::nullopt;
    points += point;
    text.remove_prefix(length);
  }
  return points;
}

std::string EncodeUtf8(std::u32string_view points) {
  std::string text;
  text.reserve(points.size());
  for (char32_t point : points) {
    if (point < 0x80) {
      text += static_cast<char>(point);
      continue;
    }
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    text += static_cast<char>((0xf0 << (3 - more) & 0xff) | point >> (6 * more));
    for (int i = more; i-- > 0;) text += static_cast<char>(0x80 | (point >> (6 * i) & 0x3f));
  }
  return text;
}

}  // namespace unioncare::base
