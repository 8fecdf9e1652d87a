#include "common/crypto/person_key.h"

#include "common/crypto/digest.h"

namespace unioncare::crypto {

std::string PersonKey(const Key& key, std::string_view id_number) {
  return std::string(1, kPersonKeyVersion).append(Bytes(HmacSha256(Bytes(key), id_number)));
}

std::string BlindIndex(const Key& key, std::string_view purpose, std::string_view text) {
  const std::string input = std::string(purpose).append(1, '\0').append(text);
  return std::string(Bytes(HmacSha256(Bytes(key), input)).substr(0, kBlindIndexSize));
}

}  // namespace unioncare::crypto
