#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/status/status.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

// ECDSA on P-256 with SHA-256, signatures as r and s of 32 bytes each (RFC 7518 §3.4). Tokens and
// journal heads are signed with it.
namespace unioncare::crypto {

inline constexpr status::Reason kBadPublicKey{
    "BAD_PUBLIC_KEY", absl::StatusCode::kFailedPrecondition,
    "A public key is not a point of P-256; fetch the issuer's keys again.",
    "公钥不是有效的P-256密钥，请重新获取签发方的公钥。"};

// A public key as RFC 7517 writes it; x and y are base64url of 32 bytes, kid the RFC 7638
// thumbprint.
struct Jwk {
  std::string kid;
  std::string x;
  std::string y;
};

using EvpKey = std::shared_ptr<evp_pkey_st>;

class Es256Signer {
 public:
  // A PEM private key file. Refuses as ReadSecretFile does, and SECRET_FILE_MALFORMED for anything
  // but P-256.
  static absl::StatusOr<Es256Signer> Load(const std::string& path);

  std::string Sign(std::string_view bytes) const;  // 64 bytes
  const Jwk& public_key() const { return public_key_; }

 private:
  Es256Signer(EvpKey key, Jwk public_key) : key_(std::move(key)), public_key_(public_key) {}

  EvpKey key_;
  Jwk public_key_;
};

class Es256Verifier {
 public:
  // BAD_PUBLIC_KEY unless it is a P-256 point. The kid is computed, whatever the key came with.
  static absl::StatusOr<Es256Verifier> FromJwk(std::string_view x, std::string_view y);
  static absl::StatusOr<Es256Verifier> FromPem(const std::string& pem);

  // False for any signature that is not exactly r and s, each in 1..n-1.
  bool Verify(std::string_view bytes, std::string_view signature) const;
  const Jwk& public_key() const { return public_key_; }

 private:
  Es256Verifier(EvpKey key, Jwk public_key) : key_(std::move(key)), public_key_(public_key) {}

  EvpKey key_;
  Jwk public_key_;
};

// A new private key as PEM, for a file of mode 0600.
std::string GenerateSigningKeyPem();

}  // namespace unioncare::crypto
