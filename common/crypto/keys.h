#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

// Symmetric keys and the files they come from. A file holds one key a line, `id:base64`, the newest
// first; an id is 1 to 32 of a-z 0-9 -, a key is 32 bytes in RFC 4648 §4 base 64 with padding.
// Empty lines and lines that begin with '#' are skipped.
namespace unioncare::crypto {

using Key = std::array<uint8_t, 32>;

struct NamedKey {
  std::string id;
  Key key;
};

// Keys that may rotate: the newest wraps, every one unwraps.
class KeyRing {
 public:
  // Refuses as ReadSecretFile does, and SECRET_FILE_MALFORMED for any line that is wrong, an id
  // that comes twice, or no key at all.
  static absl::StatusOr<KeyRing> Load(const std::string& path);

  // `keys` holds at least one.
  explicit KeyRing(std::vector<NamedKey> keys) : keys_(std::move(keys)) {}

  const NamedKey& newest() const { return keys_.front(); }
  const Key* Find(std::string_view id) const;  // nullptr when there is none
  size_t size() const { return keys_.size(); }

 private:
  std::vector<NamedKey> keys_;
};

// A key that must not rotate (person key, blind index): a file of exactly one line.
absl::StatusOr<NamedKey> LoadOnlyKey(const std::string& path);

Key RandomKey();

// A new line for such a file, without the newline.
std::string GenerateKeyLine(std::string_view id);

}  // namespace unioncare::crypto
