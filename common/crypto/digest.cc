#include "common/crypto/digest.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>

namespace unioncare::crypto {
namespace {

// OpenSSL's, because it uses the processor's instructions. Fetched once: the look-up by name costs
// more than hashing a row. These calls fail only without memory.
const EVP_MD* Sha256Method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

void Check(bool ok) {
  if (!ok) std::abort();
}

}  // namespace

struct Sha256Stream::Context {
  EVP_MD_CTX* const digest = EVP_MD_CTX_new();
};

Digest Sha256(std::string_view bytes) {
  thread_local Sha256Stream stream;
  return stream.Update(bytes).Finish();
}

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {
  Check(EVP_DigestInit_ex(context_->digest, Sha256Method(), nullptr) == 1);
}

Sha256Stream::~Sha256Stream() { EVP_MD_CTX_free(context_->digest); }

Sha256Stream& Sha256Stream::Update(std::string_view bytes) {
  Check(EVP_DigestUpdate(context_->digest, bytes.data(), bytes.size()) == 1);
  return *this;
}

Digest Sha256Stream::Finish() {
  Digest digest;
  Check(EVP_DigestFinal_ex(context_->digest, digest.data(), nullptr) == 1);
  Check(EVP_DigestInit_ex(context_->digest, nullptr, nullptr) == 1);
  return digest;
}

Digest HmacSha256(std::string_view key, std::string_view bytes) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const uint8_t*>(key.data()), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const uint8_t*>(bytes.data()),
                                bytes.size());
  Digest digest;
  crypto_auth_hmacsha256_final(&state, digest.data());
  sodium_memzero(&state, sizeof(state));
  return digest;
}

base::Uuid UuidV5(const base::Uuid& name_space, std::string_view name) {
  const std::string input = std::string(Bytes(name_space)).append(name);
  std::array<uint8_t, 20> sha1;
  Check(EVP_Digest(input.data(), input.size(), sha1.data(), nullptr, EVP_sha1(), nullptr) == 1);
  base::Uuid uuid;
  std::copy_n(sha1.begin(), uuid.size(), uuid.begin());
  uuid[6] = (uuid[6] & 0x0f) | 0x50;
  uuid[8] = (uuid[8] & 0x3f) | 0x80;
  return uuid;
}

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string Random(size_t bytes) {
  static const bool ready = sodium_init() >= 0;
  Check(ready);
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return random;
}

}  // namespace unioncare::crypto
