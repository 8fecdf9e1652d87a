#pragma once

#include <chrono>
#include <memory>

#include "absl/status/statusor.h"
#include "common/app/host.h"
#include "common/app/run.h"
#include "common/crypto/es256.h"
#include "common/db/readers.h"
#include "common/rpc/endpoint.h"
#include "common/rpc/settings.h"
#include "services/identity/service.h"
#include "services/identity/sign_in.h"
#include "services/identity/store/vault.h"
#include "unioncare/identity/v1/config.pb.h"

namespace unioncare::identity {

// The running service. Tests start it with port 0.
class IdentityServer : public app::Running {
 public:
  // Checks settings, keys and schema first; what is wrong is one status.
  static absl::StatusOr<std::unique_ptr<IdentityServer>> Start(const v1::Config& config);

  void SetServing(bool serving) override { host_.SetServing(serving); }
  void Drain(std::chrono::steady_clock::time_point deadline) override { host_.Drain(deadline); }

  int port() const { return host_.port(); }

 private:
  IdentityServer(const rpc::Settings& settings, app::Host::Parts parts, crypto::Es256Signer signer);

  app::Host host_;
  const crypto::Es256Signer signer_;
  const Vault vault_;
  SignIn sign_in_;
  // Passwords have threads of their own, so that hashing one never holds up a read.
  db::Readers password_readers_;
  rpc::Endpoint passwords_;
  Service service_;
};

}  // namespace unioncare::identity
