#include "services/medical/service.h"

#include "common/status/status.h"
#include "services/medical/commands/append_file.h"
#include "services/medical/commands/claim_steps.h"
#include "services/medical/commands/create_plan.h"
#include "services/medical/commands/roster_steps.h"
#include "services/medical/file_upload.h"
#include "services/medical/rules/roster_row.h"
#include "services/medical/rules/settlement_row.h"

// The writing half; reads.cc has the other.
namespace unioncare::medical {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using AnyCommand = absl::StatusOr<std::unique_ptr<change::AnyCommand>>;

ServerUnaryReactor* MedicalService::CreatePlan(CallbackServerContext* context,
                                               const v1::CreatePlanRequest* request,
                                               v1::Plan* reply) {
  return endpoint_.Write(context, "CreatePlan", *request, *reply,
                         [request](const rpc::Call& call) -> AnyCommand {
                           return std::make_unique<medical::CreatePlan>(call.request, *request);
                         });
}

ServerUnaryReactor* MedicalService::CreatePlanVersion(CallbackServerContext* context,
                                                      const v1::CreatePlanVersionRequest* request,
                                                      v1::PlanVersion* reply) {
  return endpoint_.Write(context, "CreatePlanVersion", *request, *reply,
                         [request](const rpc::Call& call) -> AnyCommand {
                           return std::make_unique<medical::CreatePlanVersion>(call.request,
                                                                               *request);
                         });
}

// What takes time comes before the command queues: reading how a file begins, and asking for an
// employer that is not known.
ServerUnaryReactor* MedicalService::CreateRoster(CallbackServerContext* context,
                                                 const v1::CreateRosterRequest* request,
                                                 v1::Roster* reply) {
  return endpoint_.WriteKnownOrResolved(
      context, "CreateRoster", *request, *reply,
      [this, request](const rpc::Call& call) {
        return request->has_file_head()
                   ? std::nullopt
                   : organizations_.Known(request->roster().organization(), call.caller());
      },
      [this, request](const rpc::Call& call) -> absl::StatusOr<Employer> {
        RETURN_IF_ERROR(CheckReadable(request->file_head(), kRosterColumns));
        return organizations_.Find(request->roster().organization(), call.bearer, call.deadline);
      },
      [request](const rpc::Call& call, Employer employer) -> AnyCommand {
        return std::make_unique<medical::CreateRoster>(call.request, *request, std::move(employer));
      });
}

ServerUnaryReactor* MedicalService::AppendRoster(CallbackServerContext* context,
                                                 const v1::AppendRosterRequest* request,
                                                 v1::AppendRosterResponse* reply) {
  return endpoint_.OnReaders(
      context, "AppendRoster", *request,
      [this, request, reply](db::Connection& connection, const rpc::Call& call) {
        return UploadRoster(connection, endpoint_.pipeline(), call, *request, vault_,
                            base::DateInShanghai(business_.Now()), *reply);
      });
}

ServerUnaryReactor* MedicalService::SubmitRoster(CallbackServerContext* context,
                                                 const v1::SubmitRosterRequest* request,
                                                 v1::Roster* reply) {
  return endpoint_.Write(context, "SubmitRoster", *request, *reply,
                         [request](const rpc::Call& call) -> AnyCommand {
                           return std::make_unique<medical::SubmitRoster>(call.request, *request);
                         });
}

ServerUnaryReactor* MedicalService::ConfirmRosterPayment(
    CallbackServerContext* context, const v1::ConfirmRosterPaymentRequest* request,
    v1::Roster* reply) {
  return endpoint_.Write(context, "ConfirmRosterPayment", *request, *reply,
                         [request](const rpc::Call& call) -> AnyCommand {
                           return std::make_unique<medical::ConfirmRosterPayment>(call.request,
                                                                                  *request);
                         });
}

ServerUnaryReactor* MedicalService::CreateSettlementImport(
    CallbackServerContext* context, const v1::CreateSettlementImportRequest* request,
    v1::SettlementImport* reply) {
  return endpoint_.WriteResolved(
      context, "CreateSettlementImport", *request, *reply,
      [request](const rpc::Call& call) -> AnyCommand {
        RETURN_IF_ERROR(CheckReadable(request->file_head(), kSettlementColumns));
        return std::make_unique<medical::CreateSettlementImport>(call.request, *request);
      });
}

ServerUnaryReactor* MedicalService::AppendSettlementImport(
    CallbackServerContext* context, const v1::AppendSettlementImportRequest* request,
    v1::AppendSettlementImportResponse* reply) {
  return endpoint_.OnReaders(
      context, "AppendSettlementImport", *request,
      [this, request, reply](db::Connection& connection, const rpc::Call& call) {
        return UploadSettlements(connection, endpoint_.pipeline(), call, *request, vault_,
                                 base::DateInShanghai(business_.Now()), *reply);
      });
}

ServerUnaryReactor* MedicalService::ReviewClaim(CallbackServerContext* context,
                                                const v1::ReviewClaimRequest* request,
                                                v1::Claim* reply) {
  return endpoint_.Write(context, "ReviewClaim", *request, *reply,
                         [request](const rpc::Call& call) -> AnyCommand {
                           return std::make_unique<medical::ReviewClaim>(call.request, *request);
                         });
}

ServerUnaryReactor* MedicalService::ApproveClaim(CallbackServerContext* context,
                                                 const v1::ApproveClaimRequest* request,
                                                 v1::Claim* reply) {
  return endpoint_.Write(context, "ApproveClaim", *request, *reply,
                         [request](const rpc::Call& call) -> AnyCommand {
                           return std::make_unique<medical::ApproveClaim>(call.request, *request);
                         });
}

ServerUnaryReactor* MedicalService::RejectClaim(CallbackServerContext* context,
                                                const v1::RejectClaimRequest* request,
                                                v1::Claim* reply) {
  return endpoint_.Write(context, "RejectClaim", *request, *reply,
                         [request](const rpc::Call& call) -> AnyCommand {
                           return std::make_unique<medical::RejectClaim>(call.request, *request);
                         });
}

}  // namespace unioncare::medical
