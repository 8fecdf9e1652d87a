#include "common/crypto/seal.h"

#include <sodium.h>

#include <algorithm>

#include "common/crypto/digest.h"

namespace unioncare::crypto {
namespace {

constexpr size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealOverhead == kNonceSize + kTagSize);
static_assert(sizeof(Key) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const uint8_t* Data(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

uint8_t* Data(std::string& bytes) { return reinterpret_cast<uint8_t*>(bytes.data()); }

}  // namespace

std::string Seal(const Key& key, std::string_view plaintext, std::string_view associated_data) {
  const std::string nonce = Random(kNonceSize);
  std::string sealed = nonce;
  sealed.resize(plaintext.size() + kSealOverhead);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      Data(sealed) + kNonceSize, nullptr, Data(plaintext), plaintext.size(), Data(associated_data),
      associated_data.size(), nullptr, Data(nonce), key.data());
  return sealed;
}

absl::StatusOr<std::string> Open(const Key& key, std::string_view sealed,
                                 std::string_view associated_data) {
  if (sealed.size() < kSealOverhead) return Refuse(kSealBroken);
  std::string plaintext(sealed.size() - kSealOverhead, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          Data(plaintext), nullptr, nullptr, Data(sealed) + kNonceSize, sealed.size() - kNonceSize,
          Data(associated_data), associated_data.size(), Data(sealed), key.data()) != 0) {
    return Refuse(kSealBroken);
  }
  return plaintext;
}

std::string WrapDataKey(const KeyRing& ring, const Key& data_key,
                        std::string_view associated_data) {
  const NamedKey& wrapping = ring.newest();
  return std::string(1, static_cast<char>(wrapping.id.size())) + wrapping.id +
         Seal(wrapping.key, Bytes(data_key), associated_data);
}

absl::StatusOr<Key> UnwrapDataKey(const KeyRing& ring, std::string_view wrapped,
                                  std::string_view associated_data) {
  if (wrapped.empty()) return Refuse(kSealBroken);
  const size_t id_size = static_cast<uint8_t>(wrapped.front());
  if (wrapped.size() != 1 + id_size + sizeof(Key) + kSealOverhead) return Refuse(kSealBroken);
  const Key* wrapping = ring.Find(wrapped.substr(1, id_size));
  if (wrapping == nullptr) return Refuse(kSealBroken);
  ASSIGN_OR_RETURN(const std::string opened,
                   Open(*wrapping, wrapped.substr(1 + id_size), associated_data));
  Key data_key{};
  std::copy(opened.begin(), opened.end(), data_key.begin());
  return data_key;
}

}  // namespace unioncare::crypto
