#pragma once

#include <memory>

#include "common/app/host.h"
#include "tests/bench/place.h"
#include "tests/bench/transactions.h"

// The service that one would write without the change pipeline: the same contract and front (token,
// permission, validation), a pool of 32 workers with a connection each, and one transaction for
// each call with idempotency and a journal row. It is what P1b and P2 are measured against, and
// with `plain_repeatable_read` the negative control of reliability's A2: then it reads, computes
// and writes the pool without locking it, and loses updates.
namespace unioncare::bench {

class OneTransactionService : public medical::v1::MedicalService::CallbackService {
 public:
  struct Options {
    int workers = 32;
    bool plain_repeatable_read = false;
    size_t entry_bytes = 600;  // of a journal entry
  };

  OneTransactionService(const Place& place, Options options);
  ~OneTransactionService() override;

  int port() const { return host_.port(); }

  grpc::ServerUnaryReactor* CreateRoster(grpc::CallbackServerContext* context,
                                         const medical::v1::CreateRosterRequest* request,
                                         medical::v1::Roster* reply) override;
  grpc::ServerUnaryReactor* ApproveClaim(grpc::CallbackServerContext* context,
                                         const medical::v1::ApproveClaimRequest* request,
                                         medical::v1::Claim* reply) override;

 private:
  absl::Status Create(db::Connection& connection, const rpc::Call& call,
                      const medical::v1::CreateRosterRequest& request, medical::v1::Roster& reply);
  absl::Status Approve(db::Connection& connection, const rpc::Call& call,
                       const medical::v1::ApproveClaimRequest& request, medical::v1::Claim& reply);
  absl::Status Keep(db::Connection& connection, const rpc::Call& call,
                    const google::protobuf::Message& reply) const;
  absl::Status BeginApproval(db::Connection& connection) const;

  const Options options_;
  const medical::store::PlanVersionRow plan_version_;
  base::SystemClock clock_;
  base::IdSource ids_;
  app::Host host_;
};

}  // namespace unioncare::bench
