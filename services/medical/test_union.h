#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/id.h"
#include "common/base/name.h"
#include "common/change/schema.h"
#include "common/codes/id_number.h"
#include "common/crypto/person_key.h"
#include "common/rpc/endpoint.h"
#include "common/rpc/values.h"
#include "common/status/status.h"
#include "common/testing/city.h"
#include "common/testing/mariadb.h"
#include "grpcpp/create_channel.h"
#include "services/medical/commands/reasons.h"
#include "services/medical/server.h"
#include "services/medical/store/schema.h"
#include "unioncare/medical/v1/medical_service.grpc.pb.h"

// For tests only: medical on a schema of its own, spoken to over gRPC, with an identity that knows
// organizations 1 to 999 from memory: organization n is in county 330203 when n is odd, else
// 330205.
namespace unioncare::medical {

using Stub = v1::MedicalService::Stub;

inline std::string IdNumber(int number, const std::string& birth = "19850615") {
  const std::string digits = "339901" + birth + std::to_string(1000 + number).substr(1);
  return digits + codes::IdNumberCheck(digits);
}

inline std::string CountyOf(int64_t organization) {
  return organization % 2 == 1 ? "330203" : "330205";
}

class KnownOrganizations : public Organizations {
 public:
  absl::StatusOr<Employer> Find(const std::string& name, const std::string&,
                                std::chrono::system_clock::time_point) override {
    const int64_t id = base::ParseName(name, "organizations").value_or(0);
    if (id < 1 || id > 999) return status::Refuse(kOrganizationNotFound);
    return Employer{id, CountyOf(id), "DEMO " + std::to_string(id), "91330100799655058B"};
  }
};

class TestUnion : public ::testing::Test {
 protected:
  TestUnion() : database_(testing::NewSchema({change::kSchema, kSchema})) {
    *config_.mutable_server() = city_.ServerOn(database_);
    config_.mutable_server()->set_business_clock_offset_seconds(OffsetTo(2024, 3, 15));
    config_.set_identity_jwks_file(city_.jwks_file());
    Start();
    clerk_ = Caller("clerk", options::v1::ROLE_UNION_CLERK, 1);
    finance_ = Caller("finance", options::v1::ROLE_FINANCE_MAKER);
    approver_ = Caller("approver", options::v1::ROLE_CITY_APPROVER);
    auditor_ = Caller("auditor", options::v1::ROLE_AUDITOR);
  }

  void Start() {
    auto server = Server::Start(config_, std::make_unique<KnownOrganizations>());
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    stub_ = v1::MedicalService::NewStub(grpc::CreateChannel(
        "127.0.0.1:" + std::to_string(server_->port()), grpc::InsecureChannelCredentials()));
  }
  void Restart() {
    server_->Drain(std::chrono::steady_clock::now() + std::chrono::seconds(5));
    server_.reset();
    Start();
  }

  // A bearer of an account of the city (organization 0) or of a base union.
  std::string Caller(const std::string& account, int role, int64_t organization = 0) const {
    crypto::AccessClaims claims = testing::City::ClaimsOf("accounts/" + account, {role});
    claims.scope_kind = organization == 0 ? "CITY" : "BASE_UNION";
    if (organization != 0) {
      claims.organization = base::MakeName("organizations", organization);
      claims.county = CountyOf(organization);
    }
    return city_.Bearer(claims);
  }
  std::string Reviewer(const std::string& county) const {
    crypto::AccessClaims claims =
        testing::City::ClaimsOf("accounts/reviewer" + county, {options::v1::ROLE_COUNTY_REVIEWER});
    claims.scope_kind = "COUNTY";
    claims.county = county;
    return city_.Bearer(claims);
  }
  std::string Worker(const std::string& id_number) const {
    crypto::AccessClaims claims =
        testing::City::ClaimsOf("accounts/worker", {options::v1::ROLE_WORKER});
    const auto key = crypto::LoadOnlyKey(city_.person_key_file());
    claims.person_key = base::Base64UrlEncode(crypto::PersonKey(key->key, id_number));
    return city_.Bearer(claims);
  }

  template <class Request, class Reply>
  absl::StatusOr<Reply> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                          Reply*),
                             const std::string& bearer, const Request& request) const {
    grpc::ClientContext context;
    if (!bearer.empty()) context.AddMetadata("authorization", bearer);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    Reply reply;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &reply);
    if (!status.ok()) return rpc::FromGrpc(status);
    return reply;
  }
  template <class Value>
  static Value Must(absl::StatusOr<Value> value) {
    EXPECT_TRUE(value.ok()) << value.status();
    return value.ok() ? *std::move(value) : Value();
  }
  template <class Value>
  static std::string ReasonOf(const absl::StatusOr<Value>& value) {
    return status::ReasonOf(value.status());
  }

  static std::string NewId() {
    const std::string bytes = crypto::Random(16);
    base::Uuid id;
    std::copy(bytes.begin(), bytes.end(), id.begin());
    return base::FormatUuid(id);
  }

  // Ningbo's in-service plan of 2023.
  v1::PlanVersion MakePlan() {
    v1::CreatePlanRequest plan;
    plan.set_request_id(NewId());
    plan.mutable_plan()->set_title("DEMO 职工住院医疗互助");
    v1::CreatePlanVersionRequest version;
    version.set_request_id(NewId());
    version.set_parent(Must(Call(&Stub::CreatePlan, approver_, plan)).name());
    *version.mutable_plan_version() = NingboTerms();
    return Must(Call(&Stub::CreatePlanVersion, approver_, version));
  }
  static v1::PlanVersion NingboTerms() {
    v1::PlanVersion terms;
    *terms.mutable_term_start() = rpc::DateOf(*base::Date::FromYmd(2023, 5, 1));
    terms.set_term_years(1);
    *terms.mutable_fee() = rpc::MoneyOf({6000});
    terms.set_participation_percent(80);
    terms.set_full_participation_up_to(10);
    *terms.mutable_second_person_above() = rpc::MoneyOf({500000});
    *terms.mutable_hospital()->mutable_threshold() = rpc::MoneyOf({300000});
    terms.mutable_hospital()->set_rate_to_threshold_bp(8000);
    terms.mutable_hospital()->set_rate_above_threshold_bp(1000);
    *terms.mutable_hospital()->mutable_first_admission_bonus() = rpc::MoneyOf({20000});
    terms.set_document_number("DEMO-2023");
    return terms;
  }

  v1::CreateRosterRequest RosterRequest(const std::string& plan_version, int64_t organization,
                                        int headcount) const {
    v1::CreateRosterRequest request;
    request.set_request_id(NewId());
    request.mutable_roster()->set_plan_version(plan_version);
    request.mutable_roster()->set_organization(base::MakeName("organizations", organization));
    request.mutable_roster()->set_headcount(headcount);
    return request;
  }
  // One row a worker, by number.
  static std::string RosterFile(const std::vector<int>& workers) {
    std::string file = "序号,姓名,身份证号,手机号\r\n";
    for (const int worker : workers) {
      file += std::to_string(worker) + ",张三DEMO," + IdNumber(worker) + ",13800138000\r\n";
    }
    return file;
  }
  absl::StatusOr<v1::AppendRosterResponse> Append(const std::string& roster,
                                                  const std::string& content, int64_t offset = 0,
                                                  bool last = true) const {
    v1::AppendRosterRequest request;
    request.set_name(roster);
    request.set_offset(offset);
    request.set_content(content);
    request.set_last(last);
    return Call(&Stub::AppendRoster, ClerkOfAll(), request);
  }
  // From the file to effective enrolments, paid on the given day.
  v1::Roster Enroll(const std::string& plan_version, int64_t organization,
                    const std::vector<int>& workers, base::Date paid_on) {
    const std::string bearer =
        Caller("clerk" + std::to_string(organization), options::v1::ROLE_UNION_CLERK, organization);
    v1::Roster roster = Must(Call(&Stub::CreateRoster, bearer,
                                  RosterRequest(plan_version, organization, workers.size())));
    roster = Must(Append(roster.name(), RosterFile(workers))).roster();
    v1::SubmitRosterRequest submit;
    submit.set_request_id(NewId());
    submit.set_name(roster.name());
    submit.set_etag(roster.etag());
    roster = Must(Call(&Stub::SubmitRoster, bearer, submit));
    v1::ConfirmRosterPaymentRequest paid;
    paid.set_request_id(NewId());
    paid.set_name(roster.name());
    paid.set_etag(roster.etag());
    *paid.mutable_amount() = roster.amount_due();
    *paid.mutable_paid_on() = rpc::DateOf(paid_on);
    roster = Must(Call(&Stub::ConfirmRosterPayment, finance_, paid));
    return WaitEffective(roster.name());
  }
  v1::Roster WaitEffective(const std::string& name) {
    v1::GetRosterRequest get;
    get.set_name(name);
    v1::Roster roster;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (std::chrono::steady_clock::now() < until) {
      roster = Must(Call(&Stub::GetRoster, finance_, get));
      if (roster.state() == v1::Roster::STATE_EFFECTIVE) return roster;
    }
    ADD_FAILURE() << "the roster did not become effective";
    return roster;
  }

  // One line of the feed: a bill whose burden is what the person paid in cash.
  static std::string FeedLine(const std::string& id, int worker, const std::string& admitted,
                              const std::string& burden, const std::string& encounter = "",
                              const std::string& kind = "INPATIENT") {
    return id + ",1," + (encounter.empty() ? "E" + id : encounter) + "," + IdNumber(worker) +
           ",H001," + kind + "," + admitted + "," + admitted + "," + admitted +
           " 10:00:00,K80.000x003," + burden + ",0,0,0,0,0,0,0,0," + burden + ",0," + burden +
           "\r\n";
  }
  static std::string FeedHeader() {
    return "settlement_id,version,encounter_id,id_number,hospital_code,visit_kind,admit_date,"
           "discharge_date,settle_time,disease_codes,total,pool_pay,catastrophic_pay,civil_pay,"
           "med_aid_pay,other_pay,hospital_borne,self_funded,self_managed,self_paid,"
           "personal_account_pay,cash_pay\r\n";
  }
  v1::SettlementImport Import(const std::string& lines, bool dry_run = false) {
    v1::CreateSettlementImportRequest create;
    create.set_request_id(NewId());
    create.mutable_settlement_import()->set_dry_run(dry_run);
    v1::AppendSettlementImportRequest append;
    append.set_name(Must(Call(&Stub::CreateSettlementImport, approver_, create)).name());
    append.set_content(FeedHeader() + lines);
    append.set_last(true);
    return Must(Call(&Stub::AppendSettlementImport, approver_, append)).settlement_import();
  }
  std::vector<v1::Claim> Claims() {
    v1::ListClaimsRequest list;
    list.set_page_size(200);
    const auto reply = Must(Call(&Stub::ListClaims, approver_, list));
    return {reply.claims().begin(), reply.claims().end()};
  }
  // By the feed's id of the settlement, which the tests' encounters repeat.
  std::map<std::string, v1::Claim> ClaimsByEncounter() {
    v1::ListSettlementsRequest list;
    list.set_page_size(200);
    std::map<std::string, std::string> encounters;
    const auto settlements = Must(Call(&Stub::ListSettlements, approver_, list));
    for (const auto& settlement : settlements.settlements()) {
      encounters[settlement.name()] = settlement.settlement_id();
    }
    std::map<std::string, v1::Claim> claims;
    for (const v1::Claim& claim : Claims()) claims[encounters[claim.settlement()]] = claim;
    return claims;
  }
  journal::v1::VerifyJournalResponse VerifyAll() {
    journal::v1::VerifyJournalRequest request;
    request.set_limit(10000);
    return Must(Call(&Stub::VerifyJournal, auditor_, request));
  }

  static int64_t OffsetTo(int year, int month, int day) {
    const int64_t noon = base::Date::FromYmd(year, month, day)->days * int64_t{86400} + 4 * 3600;
    return noon - std::time(nullptr);
  }
  std::string ClerkOfAll() const { return Caller("clerk", options::v1::ROLE_UNION_CLERK); }

  const testing::City city_;
  const db::Address database_;
  v1::Config config_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Stub> stub_;
  std::string clerk_;
  std::string finance_;
  std::string approver_;
  std::string auditor_;
};

}  // namespace unioncare::medical
