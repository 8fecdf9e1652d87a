#include "services/medical/reads.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "common/change/journal.h"
#include "common/rpc/values.h"
#include "services/medical/commands/convert.h"
#include "services/medical/commands/reasons.h"
#include "services/medical/estimate.h"
#include "services/medical/rules/bill.h"
#include "services/medical/service.h"
#include "services/medical/store/store.h"

// The reading half of the handlers.
namespace unioncare::medical {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using store::Filter;
using store::Order;

namespace {

template <class Row>
absl::StatusOr<std::vector<store::Versioned<Row>>> ListPage(db::Connection& connection,
                                                            const rpc::Call& call,
                                                            const rpc::Page& page,
                                                            const Filter& filter,
                                                            Order order = Order::kNewestFirst) {
  return store::List<Row>(connection, call.caller(), filter, page, order);
}

const auto kIdPosition = [](const auto& versioned) { return base::EncodeId(versioned.row.id); };

template <class Request, class Response>
absl::Status ListErrors(db::Connection& connection, const rpc::Call& call, const rpc::Pager& pager,
                        const Request& request, int64_t upload, Response& reply) {
  ASSIGN_OR_RETURN(const rpc::Page page, pager.Read(request, call.caller().account));
  ASSIGN_OR_RETURN(auto rows, ListPage<store::UploadErrorRow>(
                                  connection, call, page, {.upload = upload}, Order::kOldestFirst));
  CutPage(pager, request, call, page, rows, reply, kIdPosition);
  for (const auto& each : rows) *reply.add_errors() = ToProto(each.row);
  return absl::OkStatus();
}

// One query for all of them.
absl::StatusOr<std::vector<v1::Claim>> Explained(
    db::Connection& connection, const rpc::Call& call,
    const std::vector<store::Versioned<store::ClaimRow>>& rows) {
  std::vector<int64_t> ids;
  for (const auto& each : rows) ids.push_back(each.row.explanation);
  ASSIGN_OR_RETURN(const auto lines, store::Explanations(connection, ids));
  std::vector<v1::Claim> claims;
  for (const auto& each : rows) {
    v1::Claim& claim = claims.emplace_back(ToProto(each.row, each.version, call.caller().roles));
    const auto found = lines.find(each.row.explanation);
    if (found == lines.end() || !claim.MergeFromString(found->second)) {
      return status::Refuse(status::kInternal);
    }
  }
  return claims;
}

}  // namespace

ServerUnaryReactor* MedicalService::GetPlan(CallbackServerContext* context,
                                            const v1::GetPlanRequest* request, v1::Plan* reply) {
  return endpoint_.Read(context, "GetPlan", *request,
                        [request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
                          ASSIGN_OR_RETURN(const auto plan, GetByName<store::PlanRow>(
                                                                c, call, request->name(), "plans"));
                          *reply = ToProto(plan.row, plan.version);
                          return absl::OkStatus();
                        });
}

ServerUnaryReactor* MedicalService::ListPlans(CallbackServerContext* context,
                                              const v1::ListPlansRequest* request,
                                              v1::ListPlansResponse* reply) {
  return endpoint_.Read(
      context, "ListPlans", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page, pager_.Read(*request, call.caller().account));
        ASSIGN_OR_RETURN(auto rows,
                         ListPage<store::PlanRow>(c, call, page, {}, Order::kOldestFirst));
        CutPage(pager_, *request, call, page, rows, *reply, kIdPosition);
        for (const auto& each : rows) *reply->add_plans() = ToProto(each.row, each.version);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::GetPlanVersion(CallbackServerContext* context,
                                                   const v1::GetPlanVersionRequest* request,
                                                   v1::PlanVersion* reply) {
  return endpoint_.Read(
      context, "GetPlanVersion", *request,
      [request, reply](db::Connection& c, const rpc::Call&) -> absl::Status {
        ASSIGN_OR_RETURN(const auto version,
                         store::FindPlanVersion(c, PlanVersionKey(request->name())));
        if (!version) return status::Refuse(status::kNotFound, {{"resource", request->name()}});
        *reply = ToProto(*version);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::ListPlanVersions(CallbackServerContext* context,
                                                     const v1::ListPlanVersionsRequest* request,
                                                     v1::ListPlanVersionsResponse* reply) {
  return endpoint_.Read(
      context, "ListPlanVersions", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page, pager_.Read(*request, call.caller().account));
        int32_t after = 0;
        std::from_chars(page.after.data(), page.after.data() + page.after.size(), after);
        ASSIGN_OR_RETURN(auto rows,
                         store::VersionsOfPlan(c, IdFilter(request->parent(), "plans").value_or(0),
                                               after, page.size + 1));
        CutPage(pager_, *request, call, page, rows, *reply,
                [](const auto& row) { return std::to_string(row.number); });
        for (const auto& row : rows) *reply->add_plan_versions() = ToProto(row);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::GetRoster(CallbackServerContext* context,
                                              const v1::GetRosterRequest* request,
                                              v1::Roster* reply) {
  return endpoint_.Read(
      context, "GetRoster", *request,
      [request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const auto roster,
                         GetByName<store::RosterRow>(c, call, request->name(), "rosters"));
        ASSIGN_OR_RETURN(const auto version, store::FindPlanVersion(c, roster.row.plan_version));
        if (!version) return status::Refuse(status::kInternal);
        *reply = ToProto(roster.row, *version, roster.version, call.caller().roles);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::ListRosters(CallbackServerContext* context,
                                                const v1::ListRostersRequest* request,
                                                v1::ListRostersResponse* reply) {
  return endpoint_.Read(
      context, "ListRosters", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page, pager_.Read(*request, call.caller().account));
        ASSIGN_OR_RETURN(auto rows,
                         ListPage<store::RosterRow>(
                             c, call, page,
                             {.organization = IdFilter(request->organization(), "organizations"),
                              .state = StateFilter(request->state())}));
        CutPage(pager_, *request, call, page, rows, *reply, kIdPosition);
        std::vector<std::string> keys;
        for (const auto& each : rows) keys.push_back(each.row.plan_version);
        ASSIGN_OR_RETURN(const auto versions, store::PlanVersions(c, keys));
        for (const auto& each : rows) {
          const auto version =
              std::ranges::find(versions, each.row.plan_version, &store::PlanVersionRow::key);
          *reply->add_rosters() = ToProto(each.row, *version, each.version, call.caller().roles);
        }
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::ListRosterErrors(CallbackServerContext* context,
                                                     const v1::ListRosterErrorsRequest* request,
                                                     v1::ListRosterErrorsResponse* reply) {
  return endpoint_.Read(
      context, "ListRosterErrors", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const auto roster,
                         GetByName<store::RosterRow>(c, call, request->parent(), "rosters"));
        return ListErrors(c, call, pager_, *request, roster.row.id, *reply);
      });
}

ServerUnaryReactor* MedicalService::GetEnrolment(CallbackServerContext* context,
                                                 const v1::GetEnrolmentRequest* request,
                                                 v1::Enrolment* reply) {
  return endpoint_.Read(
      context, "GetEnrolment", *request,
      [request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const auto enrolment,
                         GetByName<store::EnrolmentRow>(c, call, request->name(), "enrolments"));
        *reply = ToProto(enrolment.row);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::ListEnrolments(CallbackServerContext* context,
                                                   const v1::ListEnrolmentsRequest* request,
                                                   v1::ListEnrolmentsResponse* reply) {
  return endpoint_.Read(
      context, "ListEnrolments", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page, pager_.Read(*request, call.caller().account));
        ASSIGN_OR_RETURN(auto rows, ListPage<store::EnrolmentRow>(
                                        c, call, page,
                                        {.roster = IdFilter(request->roster(), "rosters"),
                                         .state = StateFilter(request->state())}));
        CutPage(pager_, *request, call, page, rows, *reply, kIdPosition);
        for (const auto& each : rows) *reply->add_enrolments() = ToProto(each.row);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::GetSettlementImport(
    CallbackServerContext* context, const v1::GetSettlementImportRequest* request,
    v1::SettlementImport* reply) {
  return endpoint_.Read(context, "GetSettlementImport", *request,
                        [request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
                          ASSIGN_OR_RETURN(const auto import,
                                           GetByName<store::ImportRow>(c, call, request->name(),
                                                                       "settlementImports"));
                          *reply = ToProto(import.row, import.version);
                          return absl::OkStatus();
                        });
}

ServerUnaryReactor* MedicalService::ListSettlementImportErrors(
    CallbackServerContext* context, const v1::ListSettlementImportErrorsRequest* request,
    v1::ListSettlementImportErrorsResponse* reply) {
  return endpoint_.Read(
      context, "ListSettlementImportErrors", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const auto import, GetByName<store::ImportRow>(c, call, request->parent(),
                                                                        "settlementImports"));
        return ListErrors(c, call, pager_, *request, import.row.id, *reply);
      });
}

ServerUnaryReactor* MedicalService::GetSettlement(CallbackServerContext* context,
                                                  const v1::GetSettlementRequest* request,
                                                  v1::Settlement* reply) {
  return endpoint_.Read(
      context, "GetSettlement", *request,
      [request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const auto settlement,
                         GetByName<store::SettlementRow>(c, call, request->name(), "settlements"));
        *reply = ToProto(settlement.row);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::ListSettlements(CallbackServerContext* context,
                                                    const v1::ListSettlementsRequest* request,
                                                    v1::ListSettlementsResponse* reply) {
  return endpoint_.Read(
      context, "ListSettlements", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page, pager_.Read(*request, call.caller().account));
        ASSIGN_OR_RETURN(auto rows, ListPage<store::SettlementRow>(
                                        c, call, page, {.state = StateFilter(request->state())}));
        CutPage(pager_, *request, call, page, rows, *reply, kIdPosition);
        for (const auto& each : rows) *reply->add_settlements() = ToProto(each.row);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::GetClaim(CallbackServerContext* context,
                                             const v1::GetClaimRequest* request, v1::Claim* reply) {
  return endpoint_.Read(context, "GetClaim", *request,
                        [request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
                          ASSIGN_OR_RETURN(
                              const auto claim,
                              GetByName<store::ClaimRow>(c, call, request->name(), "claims"));
                          ASSIGN_OR_RETURN(auto claims, Explained(c, call, {claim}));
                          *reply = std::move(claims.front());
                          return absl::OkStatus();
                        });
}

ServerUnaryReactor* MedicalService::ListClaims(CallbackServerContext* context,
                                               const v1::ListClaimsRequest* request,
                                               v1::ListClaimsResponse* reply) {
  return endpoint_.Read(
      context, "ListClaims", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page, pager_.Read(*request, call.caller().account));
        ASSIGN_OR_RETURN(auto rows,
                         ListPage<store::ClaimRow>(
                             c, call, page,
                             {.organization = IdFilter(request->organization(), "organizations"),
                              .state = StateFilter(request->state())}));
        CutPage(pager_, *request, call, page, rows, *reply, kIdPosition);
        ASSIGN_OR_RETURN(auto claims, Explained(c, call, rows));
        for (v1::Claim& claim : claims) *reply->add_claims() = std::move(claim);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::EstimateClaim(CallbackServerContext* context,
                                                  const v1::EstimateClaimRequest* request,
                                                  v1::EstimateClaimResponse* reply) {
  return endpoint_.Read(
      context, "EstimateClaim", *request,
      [request, reply](db::Connection& c, const rpc::Call&) -> absl::Status {
        if (BillOutOfRange(FromProto(request->bill()))) return status::Refuse(kBillOutOfRange);
        ASSIGN_OR_RETURN(const auto version,
                         store::FindPlanVersion(c, PlanVersionKey(request->plan_version())));
        if (!version) {
          return status::Refuse(kPlanVersionNotFound, {{"plan_version", request->plan_version()}});
        }
        *reply = Estimate(*version, *request);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::GetPool(CallbackServerContext* context,
                                            const v1::GetPoolRequest* request, v1::Pool* reply) {
  return endpoint_.Read(
      context, "GetPool", *request,
      [request, reply](db::Connection& c, const rpc::Call&) -> absl::Status {
        ASSIGN_OR_RETURN(const auto pool,
                         store::FindPool(c, request->name().substr(std::string("pools/").size())));
        if (!pool) return status::Refuse(status::kNotFound, {{"resource", request->name()}});
        *reply = ToProto(*pool);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::ListPools(CallbackServerContext* context,
                                              const v1::ListPoolsRequest* request,
                                              v1::ListPoolsResponse* reply) {
  return endpoint_.Read(
      context, "ListPools", *request,
      [this, request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const rpc::Page page, pager_.Read(*request, call.caller().account));
        ASSIGN_OR_RETURN(auto rows, store::Pools(c, page.after, page.size + 1));
        CutPage(pager_, *request, call, page, rows, *reply,
                [](const auto& row) { return row.plan_version; });
        for (const auto& row : rows) *reply->add_pools() = ToProto(row);
        return absl::OkStatus();
      });
}

// A caller below the city sees its own county, whatever it asks for.
ServerUnaryReactor* MedicalService::GetStatistics(CallbackServerContext* context,
                                                  const v1::GetStatisticsRequest* request,
                                                  v1::GetStatisticsResponse* reply) {
  return endpoint_.Read(
      context, "GetStatistics", *request,
      [request, reply](db::Connection& c, const rpc::Call& call) -> absl::Status {
        const bool sees_city = call.caller().reach == change::Reach::kCity;
        const std::string own = sees_city ? request->county() : call.caller().county;
        if (!request->county().empty() && request->county() != own) return absl::OkStatus();
        ASSIGN_OR_RETURN(const auto figures, store::Figures(c, request->year(), own));
        for (const auto& figure : figures) *reply->add_figures() = ToProto(figure);
        return absl::OkStatus();
      });
}

ServerUnaryReactor* MedicalService::ListJournalEntries(
    CallbackServerContext* context, const journal::v1::ListJournalEntriesRequest* request,
    journal::v1::ListJournalEntriesResponse* reply) {
  return endpoint_.Read(context, "ListJournalEntries", *request,
                        [request, reply](db::Connection& c, const rpc::Call&) -> absl::Status {
                          ASSIGN_OR_RETURN(*reply, change::ListEntries(c, *request));
                          return absl::OkStatus();
                        });
}

ServerUnaryReactor* MedicalService::VerifyJournal(CallbackServerContext* context,
                                                  const journal::v1::VerifyJournalRequest* request,
                                                  journal::v1::VerifyJournalResponse* reply) {
  return endpoint_.Read(context, "VerifyJournal", *request,
                        [request, reply](db::Connection& c, const rpc::Call&) -> absl::Status {
                          const store::Store tables;
                          ASSIGN_OR_RETURN(*reply, change::Verify(c, tables.tables(), *request));
                          return absl::OkStatus();
                        });
}

}  // namespace unioncare::medical
