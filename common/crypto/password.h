#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "absl/status/statusor.h"

// Passwords as argon2id (libsodium's interactive cost: 64 MiB, some 60 ms). At most two are worked
// on in the whole process; who finds no free turn within two seconds, or before `deadline`, is
// refused with OVERLOADED.
//
// Signing in costs the same whether or not the account exists:
//   ASSIGN_OR_RETURN(const bool right, account ? VerifyPassword(password, account->hash, deadline)
//                                              : VerifyAgainstNobody(password, deadline));
namespace unioncare::crypto {

using Deadline = std::chrono::steady_clock::time_point;

// Held while a password is worked on; every function below takes one itself.
class PasswordTurn {
 public:
  static constexpr int kAtOnce = 2;
  static absl::StatusOr<PasswordTurn> Take(Deadline deadline);

  PasswordTurn(PasswordTurn&& other) : held_(std::exchange(other.held_, false)) {}
  PasswordTurn& operator=(PasswordTurn&&) = delete;
  ~PasswordTurn();

 private:
  PasswordTurn() = default;
  bool held_ = true;
};

// "$argon2id$v=19$m=65536,t=2,p=1$...": salt and cost included, at most 127 characters.
absl::StatusOr<std::string> HashPassword(const std::string& password, Deadline deadline);

absl::StatusOr<bool> VerifyPassword(const std::string& password, const std::string& hash,
                                    Deadline deadline);

// Always false, at the cost of VerifyPassword.
absl::StatusOr<bool> VerifyAgainstNobody(const std::string& password, Deadline deadline);

}  // namespace unioncare::crypto
