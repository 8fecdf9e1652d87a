#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/keys.h"
#include "common/status/status.h"

// Encryption of fields at rest: XChaCha20-Poly1305 with a random nonce. The associated data says
// where the value belongs (table, column, row), so that a value moved elsewhere does not open.
namespace unioncare::crypto {

// Wrong key, wrong place or changed bytes: which one, nobody can say.
inline constexpr status::Reason kSealBroken{
    "SEAL_BROKEN", absl::StatusCode::kDataLoss,
    "A protected value cannot be opened; tell the administrator, who checks the keys.",
    "受保护的数据无法解密，请通知管理员检查密钥。"};

inline constexpr size_t kSealOverhead = 24 + 16;  // nonce before, tag after

std::string Seal(const Key& key, std::string_view plaintext, std::string_view associated_data);
absl::StatusOr<std::string> Open(const Key& key, std::string_view sealed,
                                 std::string_view associated_data);

// A person's data key under the service's newest key: length and text of that key's id, then the
// sealed data key.
std::string WrapDataKey(const KeyRing& ring, const Key& data_key, std::string_view associated_data);
absl::StatusOr<Key> UnwrapDataKey(const KeyRing& ring, std::string_view wrapped,
                                  std::string_view associated_data);

}  // namespace unioncare::crypto
