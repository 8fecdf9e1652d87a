#include "common/app/host.h"

#include "common/change/schema.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace unioncare::app {
namespace {

constexpr size_t kReadQueue = 1024;

change::Pipeline::Options WithRuleVersion(change::Pipeline::Options options, std::string version) {
  options.rule_version = std::move(version);
  return options;
}

}  // namespace

absl::Status MigrateSchema(const rpc::Settings& settings, std::span<const db::Migration> schema) {
  ASSIGN_OR_RETURN(const auto connection, db::Connection::Open(settings.database));
  RETURN_IF_ERROR(db::Migrate(*connection, change::kSchema));
  return db::Migrate(*connection, schema);
}

absl::Status CheckSchema(const rpc::Settings& settings, std::span<const db::Migration> schema) {
  ASSIGN_OR_RETURN(const auto connection, db::Connection::Open(settings.database));
  RETURN_IF_ERROR(db::CheckSchema(*connection, change::kSchema));
  return db::CheckSchema(*connection, schema);
}

crypto::TokenRules AccessTokenRules(const std::string& city) {
  return {"unioncare-identity", "unioncare", city};
}

Host::Host(Parts parts)
    : business_(security_, parts.settings.business_offset_micros),
      contract_(std::move(parts.contract)),
      pager_(parts.settings.page_token),
      authenticator_(std::move(parts.verifier), security_),
      pipeline_(std::move(parts.work), parts.settings.database, security_, business_,
                WithRuleVersion(parts.settings.pipeline, std::move(parts.rule_version))),
      readers_(parts.settings.database, parts.settings.readers, kReadQueue),
      endpoint_(contract_, authenticator_, readers_, pipeline_) {
  telemetry::Log(
      telemetry::Level::kInfo, "clocks",
      {{"business_offset_seconds", parts.settings.business_offset_micros / base::kMicrosPerSecond},
       {"business_date", base::DateInShanghai(business_.Now()).ToString()}});
}

Host::~Host() = default;

absl::Status Host::Listen(const options::v1::ServerConfig& config, grpc::Service& service) {
  ASSIGN_OR_RETURN(telemetry::MetricsServer metrics,
                   telemetry::MetricsServer::Start(config.metrics_port()));
  metrics_ = std::make_unique<telemetry::MetricsServer>(std::move(metrics));
  ASSIGN_OR_RETURN(server_, rpc::Server::Start(config.listen_address(), {&service}));
  return absl::OkStatus();
}

// The server waits for its calls, and those for the readers and the pipeline, so these end last.
void Host::Drain(std::chrono::steady_clock::time_point deadline) {
  server_->Shutdown(std::chrono::system_clock::now() +
                    (deadline - std::chrono::steady_clock::now()));
  pipeline_.Drain();
}

}  // namespace unioncare::app
