#include <random>

#include "google/protobuf/dynamic_message.h"
#include "grpcpp/generic/generic_stub.h"
#include "services/medical/test_union.h"

// Who reaches what, generated from the contract: every method, every role, every position in the
// tree (reliability G2 for one city, G5).
namespace unioncare::medical {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

const google::protobuf::ServiceDescriptor& Service() {
  return *v1::GetPlanRequest::descriptor()->file()->service(0);
}

class AccessTest : public TestUnion {
 protected:
  AccessTest() : plan_version_(MakePlan().name()) {
    names_["plans/*"] = plan_version_.substr(0, plan_version_.find("/versions"));
    names_["plans/*/versions/*"] = plan_version_;
    names_["organizations/*"] = base::MakeName("organizations", 1);
    names_["rosters/*"] = Enroll(plan_version_, 1, {1}, *base::Date::FromYmd(2023, 4, 20)).name();
    names_["settlementImports/*"] = Import(FeedLine("S1", 1, "2023-06-01", "3000")).name();
    names_["claims/*"] = Claims().at(0).name();
    names_["settlements/*"] = Claims().at(0).settlement();
    names_["enrolments/*"] = Claims().at(0).enrolment();
    names_["pools/*"] =
        Must(Call(&Stub::ListPools, approver_, v1::ListPoolsRequest())).pools(0).name();
  }

  // A valid request about the rows of organization 1; no verb in it can succeed twice.
  void Fill(Message& message) {
    const auto& reflection = *message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      const auto& limits = field.options().GetExtension(options::v1::limits);
      if (field.is_repeated()) continue;
      if (field.name() == "request_id") {
        reflection.SetString(&message, &field, NewId());
      } else if (field.name() == "etag") {
        reflection.SetString(&message, &field, "v0");
      } else if (!limits.resource().empty()) {
        reflection.SetString(&message, &field, names_.at(limits.resource()));
      } else if (field.name() == "reason") {
        reflection.SetString(&message, &field, "EXCLUDED_CAUSE");
      } else if (field.name() == "title" || field.name() == "document_number") {
        reflection.SetString(&message, &field, "DEMO");
      } else if (field.name() == "verdict" || field.name() == "headcount" ||
                 field.name() == "term_years") {
        field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM
            ? reflection.SetEnumValue(&message, &field, 1)
            : reflection.SetInt32(&message, &field, 1);
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        FillMessage(message, field);
      }
    }
  }
  void FillMessage(Message& message, const FieldDescriptor& field) {
    Message& inner = *message.GetReflection()->MutableMessage(&message, &field);
    if (auto* money = dynamic_cast<google::type::Money*>(&inner)) {
      *money = rpc::MoneyOf({100});
    } else if (auto* date = dynamic_cast<google::type::Date*>(&inner)) {
      *date = rpc::DateOf(*base::Date::FromYmd(2024, 1, 1));
    } else if (inner.GetDescriptor()->file()->package() == "unioncare.medical.v1") {
      Fill(inner);
    } else {
      message.GetReflection()->ClearField(&message, &field);
    }
  }

  std::string ReasonOfCall(const MethodDescriptor& method, const std::string& bearer) {
    const std::unique_ptr<Message> request(google::protobuf::MessageFactory::generated_factory()
                                               ->GetPrototype(method.input_type())
                                               ->New());
    Fill(*request);
    const std::string bytes = request->SerializeAsString();
    grpc::Slice slice(bytes);
    grpc::ByteBuffer body(&slice, 1);
    grpc::ByteBuffer reply;
    grpc::ClientContext context;
    if (!bearer.empty()) context.AddMetadata("authorization", bearer);
    grpc::CompletionQueue queue;
    const auto call = generic_->PrepareUnaryCall(
        &context, "/" + Service().full_name() + "/" + method.name(), body, &queue);
    call->StartCall();
    grpc::Status status;
    call->Finish(&reply, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return status::ReasonOf(rpc::FromGrpc(status));
  }

  const std::string plan_version_;
  std::map<std::string, std::string> names_;
  std::unique_ptr<grpc::GenericStub> generic_ =
      std::make_unique<grpc::GenericStub>(grpc::CreateChannel(
          "127.0.0.1:" + std::to_string(server_->port()), grpc::InsecureChannelCredentials()));
};

// Where a caller stands, and whether the rows of organization 1, county 330203, are below it.
struct Position {
  const char* name;
  const char* scope_kind;
  int64_t organization;
  const char* county;
  int worker;  // 0: no person
  bool reaches_subtree;
  bool reaches_own;
};

constexpr Position kPositions[] = {
    {"city", "CITY", 900, "", 0, true, false},
    {"the county", "COUNTY", 901, "330203", 0, true, false},
    {"another county", "COUNTY", 902, "330205", 0, false, false},
    {"the union", "BASE_UNION", 1, "330203", 0, true, false},
    {"another union of the county", "BASE_UNION", 3, "330203", 0, false, false},
    {"a union of another county", "BASE_UNION", 2, "330205", 0, false, false},
    {"the worker", "", 0, "", 1, false, true},
    {"another worker", "", 0, "", 2, false, false},
};

// Methods whose row belongs to somebody; lists narrow instead of refusing.
bool HasRow(const MethodDescriptor& method) {
  static const std::set<std::string> kRows = {
      "CreateRoster", "AppendRoster",         "GetRoster",    "ListRosterErrors",
      "SubmitRoster", "ConfirmRosterPayment", "GetEnrolment", "GetSettlement",
      "GetClaim",     "ReviewClaim",          "ApproveClaim", "RejectClaim"};
  return kRows.contains(method.name());
}

// What the policy says: "", or the only refusal that may come.
std::string Expected(const MethodDescriptor& method, int role, const Position& position) {
  const auto& permission = method.options().GetExtension(options::v1::permission);
  for (const options::v1::Grant& grant : permission.grants()) {
    if (std::ranges::find(grant.roles(), role) == grant.roles().end()) continue;
    if (grant.scope() == options::v1::SCOPE_NONE) return "";
    const bool is_own = grant.scope() == options::v1::SCOPE_OWN;
    const bool fits = is_own ? position.worker != 0 : *position.scope_kind != '\0';
    if (!fits) continue;
    const bool reaches = is_own ? position.reaches_own : position.reaches_subtree;
    return reaches || !HasRow(method) ? "" : "NOT_FOUND";
  }
  return "PERMISSION_DENIED";
}

TEST_F(AccessTest, EveryMethodEveryRoleEveryPosition) {
  int calls = 0;
  for (int m = 0; m < Service().method_count(); ++m) {
    const MethodDescriptor& method = *Service().method(m);
    EXPECT_EQ(ReasonOfCall(method, ""), "UNAUTHENTICATED") << method.name();
    for (int role = options::v1::ROLE_WORKER; role <= options::v1::ROLE_AUDIT_ADMINISTRATOR;
         ++role) {
      for (const Position& position : kPositions) {
        crypto::AccessClaims claims = testing::City::ClaimsOf("accounts/somebody", {role});
        claims.scope_kind = position.scope_kind;
        claims.county = position.county;
        claims.organization = base::MakeName("organizations", position.organization);
        if (position.worker != 0) {
          const auto key = crypto::LoadOnlyKey(city_.person_key_file());
          claims.person_key =
              base::Base64UrlEncode(crypto::PersonKey(key->key, IdNumber(position.worker)));
        }
        const std::string expected = Expected(method, role, position);
        const std::string reason = ReasonOfCall(method, city_.Bearer(claims));
        ++calls;
        if (!expected.empty()) {
          EXPECT_EQ(reason, expected)
              << method.name() << " role " << role << " as " << position.name;
        } else {
          EXPECT_THAT(reason, ::testing::Not(::testing::AnyOf("PERMISSION_DENIED", "NOT_FOUND",
                                                              "UNAUTHENTICATED", "INVALID_FIELDS",
                                                              "INTERNAL")))
              << method.name() << " role " << role << " as " << position.name;
        }
      }
    }
  }
  EXPECT_GE(calls, 2000);
}

TEST_F(AccessTest, TokenOfAnotherCityIsNoToken) {
  crypto::AccessClaims claims =
      testing::City::ClaimsOf("accounts/somebody", {options::v1::ROLE_CITY_APPROVER});
  claims.scope_kind = "CITY";
  claims.city = "330100";
  for (int m = 0; m < Service().method_count(); ++m) {
    EXPECT_EQ(ReasonOfCall(*Service().method(m), city_.Bearer(claims)), "UNAUTHENTICATED");
  }
}

TEST_F(AccessTest, ListsShowOnlyWhatTheCallerReaches) {
  Enroll(plan_version_, 2, {2}, *base::Date::FromYmd(2023, 4, 20));
  Import(FeedLine("S2", 2, "2023-06-01", "3000"));
  const auto seen = [&](const std::string& bearer) {
    return Must(Call(&Stub::ListClaims, bearer, v1::ListClaimsRequest())).claims_size();
  };
  EXPECT_EQ(seen(approver_), 2);
  EXPECT_EQ(seen(Reviewer("330203")), 1);
  EXPECT_EQ(seen(Caller("clerk2", options::v1::ROLE_UNION_CLERK, 2)), 1);
  EXPECT_EQ(seen(Caller("clerk4", options::v1::ROLE_UNION_CLERK, 4)), 0);
  EXPECT_EQ(seen(Worker(IdNumber(1))), 1);
  EXPECT_EQ(seen(Worker(IdNumber(3))), 0);
}

TEST_F(AccessTest, PagesGoThroughEverythingOnceAndTokensAreTheCallers) {
  std::string lines;
  for (int i = 0; i < 25; ++i) {
    lines += FeedLine("P" + std::to_string(i), 1, "2023-07-0" + std::to_string(1 + i % 9), "500");
  }
  Import(lines);
  std::set<std::string> names;
  v1::ListClaimsRequest request;
  request.set_page_size(7);
  std::string token;
  do {
    request.set_page_token(token);
    const auto page = Must(Call(&Stub::ListClaims, approver_, request));
    for (const v1::Claim& claim : page.claims()) EXPECT_TRUE(names.insert(claim.name()).second);
    token = page.next_page_token();
    if (!token.empty()) {
      request.set_page_token(token);
      EXPECT_EQ(ReasonOf(Call(&Stub::ListClaims, auditor_, request)), "INVALID_PAGE_TOKEN");
    }
  } while (!token.empty());
  EXPECT_EQ(names.size(), 26u);
}

}  // namespace
}  // namespace unioncare::medical
