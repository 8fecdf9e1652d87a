#include "tests/bench/one_transaction_service.h"

#include <fstream>
#include <sstream>

#include "common/rpc/settings.h"
#include "common/status/reasons.h"
#include "common/status/status.h"
#include "services/medical/commands/convert.h"
#include "services/medical/store/store.h"

namespace unioncare::bench {
namespace {

constexpr int kMostAttempts = 5;
constexpr int kNode = 1;

app::Host::Parts PartsOf(const medical::v1::Config& config, int workers) {
  std::ifstream file(config.identity_jwks_file());
  std::stringstream jwks;
  jwks << file.rdbuf();
  rpc::Settings settings = Must(rpc::ReadSettings(config.server()));
  settings.readers = workers;
  return {std::move(settings), std::make_unique<medical::store::Store>(), "bench",
          Must(crypto::TokenVerifier::FromJwks(app::AccessTokenRules(config.server().city()),
                                               jwks.str())),
          Must(rpc::Contract::Of(*medical::v1::GetPlanRequest::descriptor()->file()->service(0)))};
}

// A deadlock or a lock wait runs the whole transaction again.
template <class Transaction>
absl::Status Retrying(db::Connection& connection, Transaction transaction) {
  absl::Status status;
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    status = transaction();
    if (status.ok()) return status;
    connection.Rollback();
    if (db::ActionOf(status) != db::Action::kRetry) return status;
  }
  return status;
}

}  // namespace

OneTransactionService::OneTransactionService(const Place& place, Options options)
    : options_(options),
      plan_version_(place.plan_version()),
      ids_(kNode, clock_),
      host_(PartsOf(place.config(), options.workers)) {
  Must(host_.Listen(place.config().server(), *this));
}

OneTransactionService::~OneTransactionService() {
  host_.Drain(std::chrono::steady_clock::now() + std::chrono::seconds(10));
}

grpc::ServerUnaryReactor* OneTransactionService::CreateRoster(
    grpc::CallbackServerContext* context, const medical::v1::CreateRosterRequest* request,
    medical::v1::Roster* reply) {
  return host_.endpoint().OnReaders(
      context, "CreateRoster", *request,
      [this, request, reply](db::Connection& connection, const rpc::Call& call) {
        return Retrying(connection, [&] { return Create(connection, call, *request, *reply); });
      });
}

grpc::ServerUnaryReactor* OneTransactionService::ApproveClaim(
    grpc::CallbackServerContext* context, const medical::v1::ApproveClaimRequest* request,
    medical::v1::Claim* reply) {
  return host_.endpoint().OnReaders(
      context, "ApproveClaim", *request,
      [this, request, reply](db::Connection& connection, const rpc::Call& call) {
        return Retrying(connection, [&] { return Approve(connection, call, *request, *reply); });
      });
}

absl::Status OneTransactionService::Create(db::Connection& connection, const rpc::Call& call,
                                           const medical::v1::CreateRosterRequest& request,
                                           medical::v1::Roster& reply) {
  const auto organization = base::ParseName(request.roster().organization(), "organizations");
  RETURN_IF_ERROR(connection.Begin());
  ASSIGN_OR_RETURN(const auto employer, LockEmployer(connection, organization.value_or(0)));
  ASSIGN_OR_RETURN(const auto known, StoredReply(connection, call.request.id));
  if (known) {
    connection.Rollback();
    reply.ParseFromString(*known);
    return absl::OkStatus();
  }
  const auto roster =
      RosterOf(employer, plan_version_.key, request.roster().headcount(), ids_.Next());
  RETURN_IF_ERROR(InsertRoster(connection, roster));
  RETURN_IF_ERROR(StoreEmployer(connection, employer));
  reply = medical::ToProto(roster, plan_version_, 1, call.caller().roles);
  RETURN_IF_ERROR(Keep(connection, call, reply));
  return connection.Commit();
}

absl::Status OneTransactionService::Approve(db::Connection& connection, const rpc::Call& call,
                                            const medical::v1::ApproveClaimRequest& request,
                                            medical::v1::Claim& reply) {
  RETURN_IF_ERROR(BeginApproval(connection));
  ASSIGN_OR_RETURN(auto claim,
                   LockClaim(connection, base::ParseName(request.name(), "claims").value_or(0)));
  ASSIGN_OR_RETURN(const auto known, StoredReply(connection, call.request.id));
  if (known) {
    connection.Rollback();
    reply.ParseFromString(*known);
    return absl::OkStatus();
  }
  if (claim.state != static_cast<int32_t>(medical::ClaimState::kUnderReview)) {
    return status::Refuse(status::kWrongState);
  }
  claim.state = static_cast<int32_t>(medical::ClaimState::kApproved);
  claim.cleared_flags |= claim.flags;
  claim.open_flags = 0;
  ++claim.decision_version;
  claim.decided_by = call.caller().account;
  claim.updated_at = clock_.Now();
  reply = medical::ToProto(claim, 2, call.caller().roles);
  RETURN_IF_ERROR(StoreClaim(connection, claim));
  RETURN_IF_ERROR(Keep(connection, call, reply));
  RETURN_IF_ERROR(CountApproved(connection, claim, !options_.plain_repeatable_read));
  return connection.Commit();
}

absl::Status OneTransactionService::BeginApproval(db::Connection& connection) const {
  if (options_.plain_repeatable_read) {
    RETURN_IF_ERROR(
        connection.Execute(db::Sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")).status());
  }
  return connection.Begin();
}

absl::Status OneTransactionService::Keep(db::Connection& connection, const rpc::Call& call,
                                         const google::protobuf::Message& reply) const {
  return StoreTrace(connection,
                    {call.request.id, call.caller().account, call.request.method,
                     reply.SerializeAsString(), std::string(options_.entry_bytes, '\x09')});
}

}  // namespace unioncare::bench
