#pragma once

#include "common/base/clock.h"
#include "common/rpc/endpoint.h"
#include "common/rpc/page.h"
#include "services/medical/organizations.h"
#include "services/medical/store/vault.h"
#include "unioncare/medical/v1/medical_service.grpc.pb.h"

// The handlers: each says how its request is read or which command it becomes; who may call it,
// what is valid and how errors look is the endpoint's.
namespace unioncare::medical {

class MedicalService final : public v1::MedicalService::CallbackService {
 public:
  MedicalService(rpc::Endpoint& endpoint, const rpc::Pager& pager, const Vault& vault,
                 RememberedOrganizations& organizations, const base::Clock& business)
      : endpoint_(endpoint),
        pager_(pager),
        vault_(vault),
        organizations_(organizations),
        business_(business) {}

#define UC_HANDLER(Method, Request, Reply)                                                       \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context, const Request* request, \
                                   Reply* reply) override
  UC_HANDLER(CreatePlan, v1::CreatePlanRequest, v1::Plan);
  UC_HANDLER(GetPlan, v1::GetPlanRequest, v1::Plan);
  UC_HANDLER(ListPlans, v1::ListPlansRequest, v1::ListPlansResponse);
  UC_HANDLER(CreatePlanVersion, v1::CreatePlanVersionRequest, v1::PlanVersion);
  UC_HANDLER(GetPlanVersion, v1::GetPlanVersionRequest, v1::PlanVersion);
  UC_HANDLER(ListPlanVersions, v1::ListPlanVersionsRequest, v1::ListPlanVersionsResponse);
  UC_HANDLER(CreateRoster, v1::CreateRosterRequest, v1::Roster);
  UC_HANDLER(AppendRoster, v1::AppendRosterRequest, v1::AppendRosterResponse);
  UC_HANDLER(GetRoster, v1::GetRosterRequest, v1::Roster);
  UC_HANDLER(ListRosters, v1::ListRostersRequest, v1::ListRostersResponse);
  UC_HANDLER(ListRosterErrors, v1::ListRosterErrorsRequest, v1::ListRosterErrorsResponse);
  UC_HANDLER(SubmitRoster, v1::SubmitRosterRequest, v1::Roster);
  UC_HANDLER(ConfirmRosterPayment, v1::ConfirmRosterPaymentRequest, v1::Roster);
  UC_HANDLER(GetEnrolment, v1::GetEnrolmentRequest, v1::Enrolment);
  UC_HANDLER(ListEnrolments, v1::ListEnrolmentsRequest, v1::ListEnrolmentsResponse);
  UC_HANDLER(CreateSettlementImport, v1::CreateSettlementImportRequest, v1::SettlementImport);
  UC_HANDLER(AppendSettlementImport, v1::AppendSettlementImportRequest,
             v1::AppendSettlementImportResponse);
  UC_HANDLER(GetSettlementImport, v1::GetSettlementImportRequest, v1::SettlementImport);
  UC_HANDLER(ListSettlementImportErrors, v1::ListSettlementImportErrorsRequest,
             v1::ListSettlementImportErrorsResponse);
  UC_HANDLER(GetSettlement, v1::GetSettlementRequest, v1::Settlement);
  UC_HANDLER(ListSettlements, v1::ListSettlementsRequest, v1::ListSettlementsResponse);
  UC_HANDLER(GetClaim, v1::GetClaimRequest, v1::Claim);
  UC_HANDLER(ListClaims, v1::ListClaimsRequest, v1::ListClaimsResponse);
  UC_HANDLER(ReviewClaim, v1::ReviewClaimRequest, v1::Claim);
  UC_HANDLER(ApproveClaim, v1::ApproveClaimRequest, v1::Claim);
  UC_HANDLER(RejectClaim, v1::RejectClaimRequest, v1::Claim);
  UC_HANDLER(EstimateClaim, v1::EstimateClaimRequest, v1::EstimateClaimResponse);
  UC_HANDLER(GetPool, v1::GetPoolRequest, v1::Pool);
  UC_HANDLER(ListPools, v1::ListPoolsRequest, v1::ListPoolsResponse);
  UC_HANDLER(GetStatistics, v1::GetStatisticsRequest, v1::GetStatisticsResponse);
  UC_HANDLER(ListJournalEntries, journal::v1::ListJournalEntriesRequest,
             journal::v1::ListJournalEntriesResponse);
  UC_HANDLER(VerifyJournal, journal::v1::VerifyJournalRequest, journal::v1::VerifyJournalResponse);
#undef UC_HANDLER

 private:
  rpc::Endpoint& endpoint_;
  const rpc::Pager& pager_;
  const Vault& vault_;
  RememberedOrganizations& organizations_;
  const base::Clock& business_;
};

}  // namespace unioncare::medical
