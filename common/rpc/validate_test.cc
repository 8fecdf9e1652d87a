#include "common/rpc/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "common/status/status.h"
#include "google/rpc/error_details.pb.h"
#include "unioncare/identity/v1/identity_service.pb.h"
#include "unioncare/medical/v1/medical_service.pb.h"

namespace unioncare::rpc {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kUuid[] = "123e4567-e89b-12d3-a456-426614174000";

// What is wrong, by field.
std::map<std::string, std::string> Faults(const google::protobuf::Message& request) {
  std::map<std::string, std::string> faults;
  const absl::Status status = Validate(request);
  if (status.ok()) return faults;
  EXPECT_EQ(status::ReasonOf(status), "INVALID_FIELDS");
  const google::rpc::Status described = status::ToRpcStatus(status);
  for (const auto& detail : described.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      faults[violation.field()] = violation.reason();
      EXPECT_FALSE(violation.description().empty());
      EXPECT_FALSE(violation.localized_message().message().empty());
    }
  }
  return faults;
}

google::type::Money Yuan(int64_t units, int32_t nanos = 0) {
  google::type::Money money;
  money.set_currency_code("CNY");
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

medical::v1::CreatePlanVersionRequest GoodVersion() {
  medical::v1::CreatePlanVersionRequest request;
  request.set_request_id(kUuid);
  request.set_parent("plans/x");
  auto& version = *request.mutable_plan_version();
  version.mutable_term_start()->set_year(2024);
  version.mutable_term_start()->set_month(5);
  version.mutable_term_start()->set_day(1);
  version.set_term_years(1);
  *version.mutable_fee() = Yuan(100);
  *version.mutable_second_person_above() = Yuan(5000);
  version.set_document_number("DEMO 1");
  *version.mutable_hospital()->mutable_threshold() = Yuan(3000);
  return request;
}

identity::v1::CreateWorkerAccountRequest GoodWorker() {
  identity::v1::CreateWorkerAccountRequest request;
  request.set_request_id(kUuid);
  request.set_organization("organizations/x");
  request.set_display_name("DEMO 张三");
  request.set_id_number("339901199001010018");
  request.set_mobile("13800138000");
  request.set_login("demo.worker");
  request.set_password("correct horse battery");
  return request;
}

TEST(ValidateTest, GoodRequestsPass) {
  EXPECT_THAT(Faults(GoodVersion()), IsEmpty());
  EXPECT_THAT(Faults(GoodWorker()), IsEmpty());
  EXPECT_THAT(Faults(medical::v1::ListClaimsRequest()), IsEmpty());
}

TEST(ValidateTest, EverythingWrongIsListedAtOnce) {
  medical::v1::CreatePlanVersionRequest request;
  request.mutable_plan_version()->mutable_hospital()->set_rate_to_threshold_bp(10001);
  request.mutable_plan_version()->set_participation_percent(-1);
  request.mutable_plan_version()->set_document_number(std::string(101, 'x'));
  request.mutable_plan_version()->mutable_fee()->set_units(1);
  request.mutable_plan_version()->mutable_term_start()->set_year(2024);
  EXPECT_THAT(
      Faults(request),
      UnorderedElementsAre(Pair("request_id", "REQUIRED"), Pair("parent", "REQUIRED"),
                           Pair("plan_version.term_start", "BAD_DATE"),
                           Pair("plan_version.term_years", "REQUIRED"),
                           Pair("plan_version.fee", "BAD_AMOUNT"),
                           Pair("plan_version.participation_percent", "TOO_SMALL"),
                           Pair("plan_version.second_person_above", "REQUIRED"),
                           Pair("plan_version.document_number", "TOO_LONG"),
                           Pair("plan_version.hospital.threshold", "REQUIRED"),
                           Pair("plan_version.hospital.rate_to_threshold_bp", "TOO_LARGE")));
}

TEST(ValidateTest, OutputOnlyFieldsAreIgnored) {
  auto request = GoodVersion();
  request.mutable_plan_version()->set_name(std::string(1000, '\n'));
  request.mutable_plan_version()->mutable_term_end()->set_day(99);
  EXPECT_THAT(Faults(request), IsEmpty());
}

// A9: amounts that nobody can pay.
TEST(ValidateTest, AmountsAreWholeFenAndNotNegative) {
  const auto faults = [](const google::type::Money& fee) {
    auto request = GoodVersion();
    *request.mutable_plan_version()->mutable_fee() = fee;
    return Faults(request)["plan_version.fee"];
  };
  google::type::Money dollars = Yuan(1);
  dollars.set_currency_code("USD");
  EXPECT_EQ(faults(Yuan(0)), "");
  EXPECT_EQ(faults(Yuan(0, 10'000'000)), "");
  EXPECT_EQ(faults(Yuan(1, 5'000'000)), "BAD_AMOUNT");
  EXPECT_EQ(faults(Yuan(INT64_MAX)), "BAD_AMOUNT");
  EXPECT_EQ(faults(Yuan(INT64_MIN)), "BAD_AMOUNT");
  EXPECT_EQ(faults(dollars), "BAD_AMOUNT");
  EXPECT_EQ(faults(Yuan(-1)), "TOO_SMALL");
  EXPECT_EQ(faults(Yuan(0, -10'000'000)), "TOO_SMALL");
}

TEST(ValidateTest, EachFormatHasItsReason) {
  const auto fault = [](auto set, const std::string& field) {
    auto request = GoodWorker();
    set(request);
    auto faults = Faults(request);
    EXPECT_LE(faults.size(), 1u);
    return faults[field];
  };
  using Request = identity::v1::CreateWorkerAccountRequest;
  for (const char* id :
       {"x", "123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g"}) {
    EXPECT_EQ(fault([&](Request& r) { r.set_request_id(id); }, "request_id"), "BAD_FORMAT");
  }
  for (const char* name : {"organizations", "organizations/", "organizations/a/b", "plans/x",
                           "/organizations/x", "organizations/..%2f", "organizations/a b"}) {
    EXPECT_EQ(fault([&](Request& r) { r.set_organization(name); }, "organization"), "BAD_FORMAT")
        << name;
  }
  EXPECT_EQ(fault([](Request& r) { r.set_id_number("339901199001010019"); }, "id_number"),
            "ID_CHECK_DIGIT");
  EXPECT_EQ(fault([](Request& r) { r.set_mobile("12345"); }, "mobile"), "MOBILE_FORMAT");
  for (const char* login : {"9lives", "UPPER", "with space", "-dash"}) {
    EXPECT_EQ(fault([&](Request& r) { r.set_login(login); }, "login"), "BAD_FORMAT") << login;
  }
  EXPECT_EQ(fault([](Request& r) { r.set_login("ab"); }, "login"), "TOO_SHORT");
  EXPECT_EQ(fault([](Request& r) { r.set_password("elevenchars"); }, "password"), "TOO_SHORT");
  EXPECT_EQ(fault([](Request& r) { r.set_display_name("a\nb"); }, "display_name"),
            "CONTROL_CHARACTER");
  EXPECT_EQ(fault([](Request& r) { r.set_display_name("\x7f"); }, "display_name"),
            "CONTROL_CHARACTER");
}

TEST(ValidateTest, LengthsCountCharactersNotBytes) {
  auto request = GoodWorker();
  std::string name;
  for (int i = 0; i < 50; ++i) name += "张";
  request.set_display_name(name);
  EXPECT_THAT(Faults(request), IsEmpty());
  request.set_display_name(name + "张");
  EXPECT_THAT(Faults(request), UnorderedElementsAre(Pair("display_name", "TOO_LONG")));
  medical::v1::AppendRosterRequest append;
  append.set_name("rosters/x");
  append.set_content(std::string((1 << 20) + 1, '\x01'));
  EXPECT_THAT(Faults(append), UnorderedElementsAre(Pair("content", "TOO_LONG")));
  append.set_content(std::string(1 << 20, '\x01'));
  EXPECT_THAT(Faults(append), IsEmpty());
}

TEST(ValidateTest, EnumsAndListsHaveLimits) {
  medical::v1::ListClaimsRequest list;
  list.set_state(static_cast<medical::v1::Claim::State>(99));
  list.set_page_size(201);
  EXPECT_THAT(Faults(list),
              UnorderedElementsAre(Pair("state", "UNKNOWN_VALUE"), Pair("page_size", "TOO_LARGE")));
  list.set_page_size(-1);
  EXPECT_EQ(Faults(list)["page_size"], "TOO_SMALL");
  identity::v1::GrantRolesRequest grant;
  grant.set_request_id(kUuid);
  grant.set_name("accounts/x");
  EXPECT_THAT(Faults(grant), UnorderedElementsAre(Pair("roles", "REQUIRED")));
  grant.add_roles(static_cast<options::v1::Role>(77));
  EXPECT_THAT(Faults(grant), UnorderedElementsAre(Pair("roles[0]", "UNKNOWN_VALUE")));
  for (int i = 0; i < 4; ++i) grant.add_roles(options::v1::ROLE_AUDITOR);
  EXPECT_THAT(Faults(grant), UnorderedElementsAre(Pair("roles", "TOO_MANY")));
}

TEST(RedactTest, PrivateFieldsGoHoweverDeep) {
  auto worker = GoodWorker();
  Redact(worker);
  EXPECT_EQ(worker.organization(), "organizations/x");
  const std::string left = worker.SerializeAsString();
  for (const char* gone : {"DEMO", "339901199001010018", "13800138000", "demo.worker", "horse"}) {
    EXPECT_EQ(left.find(gone), std::string::npos) << gone;
  }
  identity::v1::CreateAccountRequest account;
  account.mutable_account()->set_display_name("DEMO 张三");
  account.mutable_account()->set_organization("organizations/x");
  Redact(account);
  EXPECT_EQ(account.account().display_name(), "");
  EXPECT_EQ(account.account().organization(), "organizations/x");
  identity::v1::ListAccountsResponse list;
  list.add_accounts()->set_id_number("339901199001010018");
  Redact(list);
  EXPECT_EQ(list.accounts(0).id_number(), "");
}

// What we have no name for may be anything.
TEST(RedactTest, UnknownFieldsGoToo) {
  identity::v1::CreateAccountRequest account;
  account.mutable_account()
      ->GetReflection()
      ->MutableUnknownFields(account.mutable_account())
      ->AddLengthDelimited(999, "339901199001010018");
  Redact(account);
  EXPECT_EQ(account.SerializeAsString().find("339901"), std::string::npos);
}

TEST(RedactTest, ATypeKnowsWhetherItHasPrivateFields) {
  EXPECT_TRUE(HasPrivateFields(*identity::v1::CreateAccountRequest::descriptor()));
  EXPECT_TRUE(HasPrivateFields(*identity::v1::CreateSessionRequest::descriptor()));
  EXPECT_FALSE(HasPrivateFields(*medical::v1::ListClaimsRequest::descriptor()));
  EXPECT_FALSE(HasPrivateFields(*medical::v1::CreatePlanVersionRequest::descriptor()));
}

}  // namespace
}  // namespace unioncare::rpc
