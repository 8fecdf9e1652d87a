#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/change/pipeline.h"
#include "common/crypto/token.h"
#include "common/db/migrate.h"
#include "common/db/readers.h"
#include "common/rpc/authenticate.h"
#include "common/rpc/endpoint.h"
#include "common/rpc/page.h"
#include "common/rpc/server.h"
#include "common/rpc/settings.h"
#include "common/telemetry/metrics.h"

// What every service that owns data is made of, built in one order and taken down in the other:
// clocks, readers, change pipeline, endpoint, server.
namespace unioncare::app {

// Brings the schema up to date, the write path's own tables first; and asks whether it is.
absl::Status MigrateSchema(const rpc::Settings& settings, std::span<const db::Migration> schema);
absl::Status CheckSchema(const rpc::Settings& settings, std::span<const db::Migration> schema);

// Who access tokens come from and whom they are for.
crypto::TokenRules AccessTokenRules(const std::string& city);

class Host {
 public:
  struct Parts {
    rpc::Settings settings;
    std::unique_ptr<change::UnitOfWork> work;
    std::string rule_version;  // of the code that decides, such as "medical/1"
    crypto::TokenVerifier verifier;
    rpc::Contract contract;
  };
  explicit Host(Parts parts);
  ~Host();

  // Starts the server and /metrics; `service` answers through endpoint(). Not serving yet.
  absl::Status Listen(const options::v1::ServerConfig& config, grpc::Service& service);
  void SetServing(bool serving) { server_->SetServing(serving); }
  // Takes nothing new, finishes what was accepted.
  void Drain(std::chrono::steady_clock::time_point deadline);

  const base::Clock& security() const { return security_; }
  const base::Clock& business() const { return business_; }
  const rpc::Contract& contract() const { return contract_; }
  rpc::Authenticator& authenticator() { return authenticator_; }
  change::Pipeline& pipeline() { return pipeline_; }
  rpc::Endpoint& endpoint() { return endpoint_; }
  const rpc::Pager& pager() const { return pager_; }
  int port() const { return server_->port(); }

 private:
  const base::SystemClock security_;
  const base::OffsetClock business_;
  const rpc::Contract contract_;
  const rpc::Pager pager_;
  rpc::Authenticator authenticator_;
  change::Pipeline pipeline_;
  db::Readers readers_;  // ends before the pipeline that its tasks run commands on
  rpc::Endpoint endpoint_;
  std::unique_ptr<telemetry::MetricsServer> metrics_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace unioncare::app
