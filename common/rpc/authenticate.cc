#include "common/rpc/authenticate.h"

#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::rpc {
namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr size_t kMostRemembered = 4096;

}  // namespace

absl::StatusOr<crypto::AccessClaims> Authenticator::Authenticate(std::string_view authorization) {
  if (!authorization.starts_with(kBearer)) return status::Refuse(status::kUnauthenticated);
  const std::string token(authorization.substr(kBearer.size()));
  const base::Instant now = security_.Now();
  {
    const std::lock_guard lock(mutex_);
    const auto found = verified_.find(token);
    if (found != verified_.end()) {
      if (now.micros < found->second.expires_at * base::kMicrosPerSecond) return found->second;
      verified_.erase(found);
    }
  }
  ASSIGN_OR_RETURN(crypto::AccessClaims claims, verifier_.Verify(token, now));
  const std::lock_guard lock(mutex_);
  if (verified_.size() >= kMostRemembered) verified_.clear();
  verified_.emplace(token, claims);
  return claims;
}

}  // namespace unioncare::rpc
