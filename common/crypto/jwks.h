#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/crypto/es256.h"

// A set of public keys as RFC 7517 writes it, for those who verify what we sign:
//   {"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"...","x":"...","y":"..."}]}
namespace unioncare::crypto {

std::string ToJwks(const std::vector<Jwk>& keys);

// Every key must be a P-256 one under its own thumbprint, else BAD_PUBLIC_KEY; so must at least
// one.
absl::StatusOr<std::vector<Es256Verifier>> ParseJwks(std::string_view text);

}  // namespace unioncare::crypto
