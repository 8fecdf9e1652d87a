#include "common/crypto/keys.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "absl/strings/str_format.h"
#include "common/crypto/digest.h"
#include "common/crypto/secret_file.h"

namespace unioncare::crypto {
namespace {

constexpr size_t kMaxIdLength = 32;
constexpr int kBase64 = sodium_base64_VARIANT_ORIGINAL;

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdLength &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::optional<NamedKey> ParseLine(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsId(line.substr(0, colon))) return std::nullopt;
  NamedKey named{std::string(line.substr(0, colon)), {}};
  const std::string_view text = line.substr(colon + 1);
  size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(named.key.data(), named.key.size(), text.data(), text.size(), nullptr,
                        &size, &end, kBase64) != 0 ||
      size != named.key.size() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return named;
}

}  // namespace

absl::StatusOr<KeyRing> KeyRing::Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string content, ReadSecretFile(path));
  KeyRing ring({});
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    std::optional<NamedKey> key = ParseLine(line);
    if (!key || ring.Find(key->id)) return Refuse(kSecretFileMalformed, {{"path", path}});
    ring.keys_.push_back(*std::move(key));
  }
  if (ring.keys_.empty()) return Refuse(kSecretFileMalformed, {{"path", path}});
  return ring;
}

const Key* KeyRing::Find(std::string_view id) const {
  const auto found =
      std::find_if(keys_.begin(), keys_.end(), [id](const NamedKey& key) { return key.id == id; });
  return found == keys_.end() ? nullptr : &found->key;
}

absl::StatusOr<NamedKey> LoadOnlyKey(const std::string& path) {
  ASSIGN_OR_RETURN(const KeyRing ring, KeyRing::Load(path));
  if (ring.size() != 1) return Refuse(kSecretFileMalformed, {{"path", path}});
  return ring.newest();
}

Key RandomKey() {
  Key key;
  const std::string bytes = Random(key.size());
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

std::string GenerateKeyLine(std::string_view id) {
  const Key key = RandomKey();
  std::array<char, sodium_base64_ENCODED_LEN(sizeof(Key), kBase64)> text;
  sodium_bin2base64(text.data(), text.size(), key.data(), key.size(), kBase64);
  return absl::StrFormat("%s:%s", id, text.data());
}

}  // namespace unioncare::crypto
