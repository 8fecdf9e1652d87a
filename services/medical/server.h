#pragma once

#include <chrono>
#include <memory>

#include "absl/status/statusor.h"
#include "common/app/host.h"
#include "common/app/run.h"
#include "common/change/job.h"
#include "services/medical/organizations.h"
#include "services/medical/service.h"
#include "services/medical/store/vault.h"
#include "unioncare/medical/v1/config.pb.h"

namespace unioncare::medical {

absl::Status Check(const v1::Config& config);
absl::Status Migrate(const v1::Config& config);

// The running service. Tests and benchmarks start it with port 0 and their own organizations.
class Server : public app::Running {
 public:
  // Asks identity at config.identity_address unless `organizations` are given.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const v1::Config& config, std::unique_ptr<Organizations> organizations = nullptr);

  void SetServing(bool serving) override { host_.SetServing(serving); }
  void Drain(std::chrono::steady_clock::time_point deadline) override { host_.Drain(deadline); }

  int port() const { return host_.port(); }
  change::Pipeline& pipeline() { return host_.pipeline(); }

 private:
  Server(app::Host::Parts parts, std::unique_ptr<Organizations> organizations, Vault vault,
         const db::Address& database);

  const Vault vault_;
  app::Host host_;
  RememberedOrganizations organizations_;
  change::JobRunner jobs_;
  MedicalService service_;
};

}  // namespace unioncare::medical
