#include "common/crypto/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <semaphore>
#include <utility>

#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::crypto {
namespace {

constexpr std::chrono::seconds kLongestWait{2};
constexpr int kRetryAfterSeconds = 1;

// Well-formed and of our cost, but made of no password.
constexpr char kNobody[] =
    "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

std::counting_semaphore<PasswordTurn::kAtOnce>& Turns() {
  static std::counting_semaphore<PasswordTurn::kAtOnce> turns(PasswordTurn::kAtOnce);
  return turns;
}

}  // namespace

absl::StatusOr<PasswordTurn> PasswordTurn::Take(Deadline deadline) {
  const Deadline until = std::min(deadline, std::chrono::steady_clock::now() + kLongestWait);
  if (!Turns().try_acquire_until(until)) {
    return status::WithRetryAfter(Refuse(status::kOverloaded), kRetryAfterSeconds);
  }
  return PasswordTurn();
}

PasswordTurn::~PasswordTurn() {
  if (held_) Turns().release();
}

absl::StatusOr<std::string> HashPassword(const std::string& password, Deadline deadline) {
  ASSIGN_OR_RETURN(const PasswordTurn turn, PasswordTurn::Take(deadline));
  std::array<char, crypto_pwhash_STRBYTES> hash;
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(),
                            crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return status::WithRetryAfter(Refuse(status::kOverloaded), kRetryAfterSeconds);  // no memory
  }
  return std::string(hash.data());
}

absl::StatusOr<bool> VerifyPassword(const std::string& password, const std::string& hash,
                                    Deadline deadline) {
  ASSIGN_OR_RETURN(const PasswordTurn turn, PasswordTurn::Take(deadline));
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

absl::StatusOr<bool> VerifyAgainstNobody(const std::string& password, Deadline deadline) {
  return VerifyPassword(password, kNobody, deadline);
}

}  // namespace unioncare::crypto
