#include "common/csv/encoding.h"

#include <iconv.h>

#include "common/base/utf8.h"

namespace unioncare::csv {
namespace {

class Converter {
 public:
  Converter() : handle_(iconv_open("UTF-8", "GB18030")) {}
  ~Converter() {
    if (open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  std::optional<std::string> Convert(std::string_view bytes) {
    // Two bytes of GB18030 are at most three of UTF-8, four are at most four.
    std::string text(bytes.size() * 2 + 4, '\0');
    char* in = const_cast<char*>(bytes.data());  // iconv never writes there
    char* out = text.data();
    size_t in_left = bytes.size();
    size_t out_left = text.size();
    // Anything but zero is an error or a character replaced by a guess.
    if (iconv(handle_, &in, &in_left, &out, &out_left) != 0 || in_left != 0) return std::nullopt;
    text.resize(text.size() - out_left);
    return text;
  }

 private:
  iconv_t handle_;
};

bool IsUtf8(std::string_view text) { return base::DecodeUtf8(text).has_value(); }

// `start` without the beginning of a UTF-8 character at its very end: a lead byte and too few of
// its continuations.
std::string_view WithoutCutCharacter(std::string_view start) {
  for (size_t size = 1; size <= 3 && size <= start.size(); ++size) {
    const unsigned char first = start[start.size() - size];
    if ((first & 0xc0) == 0x80) continue;
    const size_t wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    if (size < wanted) start.remove_suffix(size);
    break;
  }
  return start;
}

}  // namespace

Encoding DetectEncoding(std::string_view start) {
  return IsUtf8(WithoutCutCharacter(start)) ? Encoding::kUtf8 : Encoding::kGb18030;
}

size_t BomBytes(std::string_view start, Encoding encoding) {
  return encoding == Encoding::kUtf8 && start.starts_with(kUtf8Bom) ? kUtf8Bom.size() : 0;
}

std::optional<std::string> Decode(std::string_view bytes, Encoding encoding) {
  if (bytes.find('\0') != std::string_view::npos) return std::nullopt;
  bytes.remove_prefix(BomBytes(bytes, encoding));
  if (encoding == Encoding::kUtf8) {
    return IsUtf8(bytes) ? std::optional<std::string>(bytes) : std::nullopt;
  }
  Converter converter;
  return converter.open() ? converter.Convert(bytes) : std::nullopt;
}

}  // namespace unioncare::csv
