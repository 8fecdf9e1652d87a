#include "common/rpc/contract.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "common/base/bytes.h"
#include "common/base/name.h"
#include "common/status/status.h"
#include "google/api/annotations.pb.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.pb.h"
#include "unioncare/identity/v1/identity_service.pb.h"
#include "unioncare/medical/v1/medical_service.pb.h"

namespace unioncare::rpc {
namespace {

using change::Reach;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::MethodDescriptorProto;

constexpr int kClerk = options::v1::ROLE_UNION_CLERK;
constexpr int kApprover = options::v1::ROLE_CITY_APPROVER;
constexpr int kWorker = options::v1::ROLE_WORKER;

// A service with one method `Act`, complete until `change` spoils it.
struct Declaration {
  MethodDescriptorProto& method;
  FieldDescriptorProto& request_id;

  options::v1::Permission& permission() {
    return *method.mutable_options()->MutableExtension(options::v1::permission);
  }
  options::v1::Replay& replay() {
    return *method.mutable_options()->MutableExtension(options::v1::replay);
  }
};

absl::StatusOr<Contract> Declared(const std::function<void(Declaration&)>& change) {
  google::protobuf::FileDescriptorProto file;
  file.set_name("act.proto");
  file.set_package("test.v1");
  file.set_syntax("proto3");
  auto& message = *file.add_message_type();
  message.set_name("ActRequest");
  auto& field = *message.add_field();
  field.set_name("request_id");
  field.set_number(1);
  field.set_type(FieldDescriptorProto::TYPE_STRING);
  field.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
  field.mutable_options()->AddExtension(google::api::field_behavior, google::api::REQUIRED);
  field.mutable_options()
      ->MutableExtension(options::v1::limits)
      ->set_format(options::v1::FORMAT_UUID);
  auto& service = *file.add_service();
  service.set_name("Actor");
  auto& method = *service.add_method();
  method.set_name("Act");
  method.set_input_type("ActRequest");
  method.set_output_type("ActRequest");
  Declaration declaration{method, field};
  auto& grant = *declaration.permission().add_grants();
  grant.add_roles(options::v1::ROLE_UNION_CLERK);
  grant.set_scope(options::v1::SCOPE_SUBTREE);
  change(declaration);
  // The pool outlives the contract, which points into it.
  static std::vector<std::unique_ptr<google::protobuf::DescriptorPool>> pools;
  pools.push_back(std::make_unique<google::protobuf::DescriptorPool>(
      google::protobuf::DescriptorPool::generated_pool()));
  const auto* built = pools.back()->BuildFile(file);
  EXPECT_NE(built, nullptr);
  return Contract::Of(*built->service(0));
}

void ExpectRefused(const std::function<void(Declaration&)>& change, const char* why) {
  EXPECT_EQ(status::ReasonOf(Declared(change).status()), "METHOD_UNDECLARED") << why;
}

TEST(ContractTest, ACompleteDeclarationIsTaken) {
  const auto contract = Declared([](Declaration&) {});
  ASSERT_TRUE(contract.ok()) << contract.status();
  const Method& method = (*contract)["Act"];
  EXPECT_EQ(method.full_name, "test.v1.Actor/Act");
  EXPECT_NE(method.request_id, nullptr);
  EXPECT_FALSE(method.is_anonymous());
}

TEST(ContractTest, WhatIsNotDeclaredIsDenied) {
  ExpectRefused([](Declaration& d) { d.method.clear_options(); }, "no permission at all");
  ExpectRefused([](Declaration& d) { d.permission().clear_grants(); }, "nobody, and no reason");
  ExpectRefused([](Declaration& d) { d.permission().set_anonymous_reason("both"); },
                "anonymous and granted");
  ExpectRefused([](Declaration& d) { d.permission().mutable_grants(0)->clear_roles(); }, "no role");
  ExpectRefused([](Declaration& d) { d.permission().mutable_grants(0)->clear_scope(); },
                "no scope");
  ExpectRefused([](Declaration& d) { d.permission().add_grants(); }, "an empty second grant");
  ExpectRefused([](Declaration& d) { d.request_id.set_name("other"); }, "no request_id");
  ExpectRefused([](Declaration& d) { d.replay().set_kind(options::v1::REPLAY_KIND_NONE); },
                "nothing stored, and no reason");
}

// Whoever may leave the request_id out, or send anything, would reach the code that parses it.
TEST(ContractTest, ARequestIdMustBeARequiredUuid) {
  ExpectRefused([](Declaration& d) { d.request_id.clear_options(); }, "neither");
  ExpectRefused(
      [](Declaration& d) {
        d.request_id.mutable_options()->ClearExtension(google::api::field_behavior);
      },
      "not required");
  ExpectRefused(
      [](Declaration& d) { d.request_id.mutable_options()->ClearExtension(options::v1::limits); },
      "not a UUID");
  ExpectRefused([](Declaration& d) { d.request_id.set_type(FieldDescriptorProto::TYPE_BYTES); },
                "not text");
}

TEST(ContractTest, AMethodMaySayWhyNothingIsStored) {
  const auto none = Declared([](Declaration& d) {
    d.replay().set_kind(options::v1::REPLAY_KIND_NONE);
    d.replay().set_reason("tokens");
  });
  ASSERT_TRUE(none.ok());
  EXPECT_EQ((*none)["Act"].request_id, nullptr);
  EXPECT_TRUE(
      Declared([](Declaration& d) { d.replay().set_kind(options::v1::REPLAY_KIND_DERIVED); }).ok());
  EXPECT_TRUE(Declared([](Declaration& d) {
                d.request_id.set_name("name");
                d.method.mutable_options()->MutableExtension(google::api::http)->set_get("/v1/x");
              }).ok());
  const auto anonymous = Declared([](Declaration& d) {
    d.permission().clear_grants();
    d.permission().set_anonymous_reason("keys are public");
  });
  ASSERT_TRUE(anonymous.ok());
  EXPECT_TRUE((*anonymous)["Act"].is_anonymous());
}

TEST(ContractTest, OurServicesAreComplete) {
  for (const char* name :
       {"unioncare.medical.v1.MedicalService", "unioncare.identity.v1.IdentityService"}) {
    (void)medical::v1::ListClaimsRequest::descriptor();
    (void)identity::v1::ListAccountsRequest::descriptor();
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    ASSERT_NE(service, nullptr) << name;
    const auto contract = Contract::Of(*service);
    EXPECT_TRUE(contract.ok()) << contract.status();
  }
}

// Every scope against every kind of caller.
TEST(AuthorizeTest, AGrantReachesWhatTheCallersTokenSays) {
  struct Case {
    options::v1::Scope scope;
    std::string scope_kind;
    std::string person_key;
    std::optional<Reach> reach;
  };
  const std::string key = base::Base64UrlEncode("person");
  for (const Case& c : {
           Case{options::v1::SCOPE_NONE, "", "", Reach::kNoRow},
           Case{options::v1::SCOPE_NONE, "CITY", key, Reach::kNoRow},
           Case{options::v1::SCOPE_SUBTREE, "CITY", "", Reach::kCity},
           Case{options::v1::SCOPE_SUBTREE, "COUNTY", "", Reach::kCounty},
           Case{options::v1::SCOPE_SUBTREE, "BASE_UNION", "", Reach::kOrganization},
           Case{options::v1::SCOPE_SUBTREE, "", key, std::nullopt},
           Case{options::v1::SCOPE_SUBTREE, "PROVINCE", "", std::nullopt},
           Case{options::v1::SCOPE_OWN, "", key, Reach::kOwn},
           Case{options::v1::SCOPE_OWN, "CITY", "", std::nullopt},
           Case{options::v1::SCOPE_PEER, "CITY", key, std::nullopt},
       }) {
    Method method;
    auto& grant = *method.permission.add_grants();
    grant.add_roles(options::v1::ROLE_UNION_CLERK);
    grant.set_scope(c.scope);
    crypto::AccessClaims claims;
    claims.subject = "accounts/a";
    claims.scope_kind = c.scope_kind;
    claims.organization = base::MakeName("organizations", 12);
    claims.county = "339901";
    claims.person_key = c.person_key;
    for (const int role : {kWorker, kApprover}) {
      claims.roles = {role};
      EXPECT_EQ(status::ReasonOf(Authorize(method, claims).status()), "PERMISSION_DENIED");
    }
    claims.roles = {kWorker, kClerk};
    const auto caller = Authorize(method, claims);
    const std::string what = std::to_string(c.scope) + c.scope_kind;
    if (!c.reach) {
      EXPECT_EQ(status::ReasonOf(caller.status()), "PERMISSION_DENIED") << what;
      continue;
    }
    ASSERT_TRUE(caller.ok()) << what;
    EXPECT_EQ(caller->reach, *c.reach) << what;
    EXPECT_EQ(caller->account, "accounts/a");
    EXPECT_EQ(caller->organization, 12);
    EXPECT_EQ(caller->county, "339901");
    EXPECT_EQ(caller->person_key, c.person_key.empty() ? "" : "person");
  }
}

TEST(AuthorizeTest, TheFirstGrantThatMatchesCounts) {
  Method method;
  auto& subtree = *method.permission.add_grants();
  subtree.add_roles(options::v1::ROLE_UNION_CLERK);
  subtree.set_scope(options::v1::SCOPE_SUBTREE);
  auto& own = *method.permission.add_grants();
  own.add_roles(options::v1::ROLE_WORKER);
  own.set_scope(options::v1::SCOPE_OWN);
  crypto::AccessClaims claims;
  claims.person_key = base::Base64UrlEncode("person");
  claims.scope_kind = "CITY";
  claims.roles = {kWorker, kClerk};
  EXPECT_EQ(Authorize(method, claims)->reach, Reach::kCity);
  claims.scope_kind.clear();
  EXPECT_EQ(Authorize(method, claims)->reach, Reach::kOwn) << "the first one cannot be filled";
  claims.roles = {};
  EXPECT_FALSE(Authorize(method, claims).ok());
}

TEST(ContractTest, AVerbIsPossibleForWhoMayCallItsMethod) {
  const char* service = "unioncare.medical.v1.MedicalService";
  EXPECT_EQ(MethodName("confirmPayment", "Roster"), "ConfirmRosterPayment");
  EXPECT_EQ(MethodName("approve", "Claim"), "ApproveClaim");
  EXPECT_TRUE(MayCall(service, "ApproveClaim", {kApprover}));
  EXPECT_FALSE(MayCall(service, "ApproveClaim", {kClerk}));
  EXPECT_FALSE(MayCall(service, "NoSuchMethod", {kApprover}));
  EXPECT_FALSE(MayCall("no.such.Service", "ApproveClaim", {kApprover}));
}

}  // namespace
}  // namespace unioncare::rpc
