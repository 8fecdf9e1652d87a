#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/instant.h"
#include "common/crypto/es256.h"

// Access tokens: JWT (RFC 7519) signed with ES256 and nothing else. The header is exactly
// {"alg":"ES256","typ":"JWT","kid":...}; the algorithm is never taken from the token, and a key is
// never fetched because a token says so.
//
//   ASSIGN_OR_RETURN(const Es256Signer signer, Es256Signer::Load(path));
//   const std::string token = SignToken(signer, claims);
//   ASSIGN_OR_RETURN(const TokenVerifier verifier,
//                    TokenVerifier::FromJwks({"identity", "unioncare", "339900"}, jwks));
//   ASSIGN_OR_RETURN(const AccessClaims claims, verifier.Verify(token, clock.Now()));
namespace unioncare::crypto {

inline constexpr size_t kMaxTokenBytes = 4096;
// How far nbf and iat may lie ahead of our clock. exp gets no leeway: at exp a token is over.
inline constexpr int64_t kTokenLeewaySeconds = 60;

// Every claim is in every token; the JSON name is beside it. Times are seconds since 1970 in UTC.
struct AccessClaims {
  std::string issuer;        // iss
  std::string audience;      // aud
  std::string city;          // city: division code, 6 digits
  std::string subject;       // sub: account name, "accounts/..."
  std::vector<int> roles;    // roles: numbers of unioncare.options.v1.Role
  std::string scope_kind;    // scope: CITY, COUNTY or BASE_UNION; empty reaches no subtree
  std::string organization;  // org: resource name, may be empty
  std::string county;        // county: division code, 6 digits, or empty
  std::string person_key;    // pk: base64url of the person key, or empty
  int64_t issued_at = 0;     // iat
  int64_t not_before = 0;    // nbf
  int64_t expires_at = 0;    // exp
  std::string token_id;      // jti
  friend bool operator==(const AccessClaims&, const AccessClaims&) = default;
};

std::string SignToken(const Es256Signer& signer, const AccessClaims& claims);

// What a token must say to be meant for us.
struct TokenRules {
  std::string issuer;
  std::string audience;
  std::string city;
};

// One issuer's keys: a peer's key must never speak for identity, so each issuer has a verifier of
// its own. Immutable, thread-safe.
class TokenVerifier {
 public:
  TokenVerifier(TokenRules rules, const std::vector<Es256Verifier>& keys);
  // BAD_PUBLIC_KEY as ParseJwks says.
  static absl::StatusOr<TokenVerifier> FromJwks(TokenRules rules, std::string_view jwks);

  // UNAUTHENTICATED, always in the same words, unless every check holds.
  absl::StatusOr<AccessClaims> Verify(std::string_view token, base::Instant now) const;

 private:
  const Es256Verifier* KeyFor(std::string_view header) const;
  bool IsMeantForUs(const AccessClaims& claims, base::Instant now) const;

  TokenRules rules_;
  std::map<std::string, Es256Verifier> keys_;  // by kid
};

}  // namespace unioncare::crypto
