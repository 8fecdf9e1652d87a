#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "common/base/clock.h"
#include "common/crypto/es256.h"
#include "common/crypto/password.h"
#include "common/crypto/token.h"
#include "common/db/connection.h"
#include "services/identity/store/queries.h"
#include "services/identity/store/vault.h"
#include "unioncare/identity/v1/identity_service.pb.h"

namespace unioncare::identity {

inline constexpr int64_t kTokenSeconds = 15 * 60;
// Who waits behind this many others is told to come back: at 2 passwords at once, some 2 s.
inline constexpr int kMaxSigningIn = 64;

// Turns login and password into an access token. An unknown login and a wrong password take the
// same time and get the same BAD_CREDENTIALS.
class SignIn {
 public:
  // References outlive it.
  SignIn(const Vault& vault, const crypto::Es256Signer& signer, crypto::TokenRules rules,
         const base::Clock& security)
      : vault_(vault), signer_(signer), rules_(std::move(rules)), security_(security) {}

  // A place in the queue, kept until it is dropped; nullptr when kMaxSigningIn are taken.
  std::shared_ptr<void> Enter();

  absl::Status Run(db::Connection& connection, const v1::CreateSessionRequest& request,
                   crypto::Deadline deadline, v1::Session& session) const;

  const crypto::Jwk& public_key() const { return signer_.public_key(); }

 private:
  absl::Status Issue(const LoginView& login, v1::Session& session) const;

  const Vault& vault_;
  const crypto::Es256Signer& signer_;
  const crypto::TokenRules rules_;
  const base::Clock& security_;
  const std::shared_ptr<std::atomic<int>> entered_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace unioncare::identity
