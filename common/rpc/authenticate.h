#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/crypto/token.h"

namespace unioncare::rpc {

// Verifies access tokens and remembers those that were right until they end: a signature costs some
// 80 us, a look-up under 1. Thread-safe; at most 4,096 are remembered.
class Authenticator {
 public:
  Authenticator(crypto::TokenVerifier verifier, const base::Clock& security)
      : verifier_(std::move(verifier)), security_(security) {}

  // From an `authorization: Bearer …` header; UNAUTHENTICATED, always the same, for anything else.
  absl::StatusOr<crypto::AccessClaims> Authenticate(std::string_view authorization);

 private:
  const crypto::TokenVerifier verifier_;
  const base::Clock& security_;
  std::mutex mutex_;
  std::unordered_map<std::string, crypto::AccessClaims> verified_;
};

}  // namespace unioncare::rpc
