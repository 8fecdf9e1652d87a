// Organizations: what may be made where, and who sees which.
#include <atomic>
#include <thread>

#include "services/identity/test_city.h"

namespace unioncare::identity {
namespace {

class TreeTest : public TestCity {
 protected:
  TreeTest() {
    county_ = Must(Create(CountyRequest(city_, "330203"))).name();
    other_county_ = Must(Create(CountyRequest(city_, "330205"))).name();
    union_ = Must(Create(UnionRequest(county_, "330203", 1))).name();
    other_union_ = Must(Create(UnionRequest(other_county_, "330205", 2))).name();
  }

  absl::StatusOr<v1::Organization> Get(const std::string& token, const std::string& name) {
    v1::GetOrganizationRequest request;
    request.set_name(name);
    return Call(&Stub::GetOrganization, token, request);
  }
  std::vector<std::string> List(const std::string& token, v1::ListOrganizationsRequest request) {
    std::vector<std::string> names;
    do {
      const auto page = Must(Call(&Stub::ListOrganizations, token, request));
      for (const auto& organization : page.organizations()) names.push_back(organization.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  std::string county_, other_county_, union_, other_union_;
};

TEST_F(TreeTest, WhatWasMadeIsRead) {
  v1::CreateOrganizationRequest request = UnionRequest(county_, "330203", 3);
  request.mutable_organization()->set_union_credit_code("81339901MC0000020T");
  const v1::Organization made = Must(Create(request));
  EXPECT_EQ(made.SerializeAsString(), Must(Get(administrator_, made.name())).SerializeAsString());
  EXPECT_EQ(made.parent(), county_);
  EXPECT_EQ(made.employer().credit_code(), CreditCode(3));
  EXPECT_FALSE(made.etag().empty());
  EXPECT_TRUE(made.has_create_time());
}

TEST_F(TreeTest, EachRuleRefusesWithItsReason) {
  const auto refusal = [&](const v1::CreateOrganizationRequest& request) {
    return ReasonOf(Create(request));
  };
  EXPECT_EQ(refusal(CountyRequest("organizations/0000000000001", "330203")), "PARENT_NOT_FOUND");
  EXPECT_EQ(refusal(CountyRequest("organizations/nobody", "330203")), "PARENT_NOT_FOUND");
  EXPECT_EQ(refusal(CountyRequest("", "330203")), "PARENT_KIND");
  EXPECT_EQ(refusal(CountyRequest(county_, "330203")), "PARENT_KIND");
  EXPECT_EQ(refusal(UnionRequest(city_, "330203", 9)), "PARENT_KIND");
  EXPECT_EQ(refusal(CountyRequest(city_, "330102")), "DIVISION_OUTSIDE_PARENT");
  EXPECT_EQ(refusal(UnionRequest(county_, "330205", 9)), "DIVISION_OUTSIDE_PARENT");
  v1::CreateOrganizationRequest request = UnionRequest(county_, "330203", 9);
  request.mutable_organization()->clear_employer();
  EXPECT_EQ(refusal(request), "EMPLOYER_REQUIRED");
  request = CountyRequest(city_, "330206");
  *request.mutable_organization()->mutable_employer() =
      UnionRequest("", "", 9).organization().employer();
  EXPECT_EQ(refusal(request), "EMPLOYER_NOT_ALLOWED");
  request = UnionRequest(county_, "330203", 9);
  request.mutable_organization()->mutable_employer()->set_credit_code("81339901MC0000020T");
  EXPECT_EQ(refusal(request), "CODE_SWAPPED");
  EXPECT_EQ(refusal(UnionRequest(county_, "330203", 1)), "CREDIT_CODE_TAKEN");
}

TEST_F(TreeTest, NobodyMakesASecondCity) {
  v1::CreateOrganizationRequest request = CountyRequest("", "330200");
  request.mutable_organization()->set_kind(v1::Organization::KIND_CITY);
  EXPECT_EQ(ReasonOf(Create(request)), "PARENT_KIND");
}

TEST_F(TreeTest, EveryBadFieldIsListed) {
  v1::CreateOrganizationRequest request = UnionRequest(county_, "339999", 9);
  request.mutable_organization()->mutable_employer()->set_credit_code("123");
  request.mutable_organization()->clear_title();
  const auto reply = Create(request);
  EXPECT_EQ(ReasonOf(reply), "INVALID_FIELDS");
  const std::string details = status::ToRpcStatus(reply.status()).SerializeAsString();
  for (const char* field : {"organization.title", "division_code", "employer.credit_code"}) {
    EXPECT_NE(details.find(field), std::string::npos) << field;
  }
}

TEST_F(TreeTest, ACountySeesItsOwnAndNoOther) {
  const std::string reviewer = Staff(county_, "reviewer", 4);
  EXPECT_EQ(List(reviewer, {}), (std::vector{county_, union_}));
  EXPECT_EQ(ReasonOf(Get(reviewer, union_)), "OK");
  EXPECT_EQ(ReasonOf(Get(reviewer, other_union_)), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get(reviewer, other_county_)), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get(reviewer, city_)), "NOT_FOUND");
}

TEST_F(TreeTest, ABaseUnionSeesItself) {
  const std::string clerk = Staff(union_, "clerk", 2);
  EXPECT_EQ(List(clerk, {}), std::vector{union_});
  EXPECT_EQ(ReasonOf(Get(clerk, county_)), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get(clerk, other_union_)), "NOT_FOUND");
}

TEST_F(TreeTest, PagesFollowEachOtherWithoutGapOrOverlap) {
  v1::ListOrganizationsRequest request;
  request.set_page_size(2);
  EXPECT_EQ(List(administrator_, request),
            (std::vector{city_, county_, other_county_, union_, other_union_}));
  request.set_parent(county_);
  EXPECT_EQ(List(administrator_, request), std::vector{union_});
}

TEST_F(TreeTest, APageTokenIsGoodForItsListAndCallerOnly) {
  v1::ListOrganizationsRequest request;
  request.set_page_size(1);
  const auto page = Must(Call(&Stub::ListOrganizations, administrator_, request));
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(ReasonOf(Call(&Stub::ListOrganizations, security_, request)), "INVALID_PAGE_TOKEN");
  request.set_parent(city_);
  EXPECT_EQ(ReasonOf(Call(&Stub::ListOrganizations, administrator_, request)),
            "INVALID_PAGE_TOKEN");
}

TEST_F(TreeTest, OfManyAtOnceOneGetsTheCreditCode) {
  std::atomic<int> made{0};
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      const auto reply = Create(UnionRequest(county_, "330203", 7));
      if (reply.ok()) ++made;
      if (ReasonOf(reply) == "CREDIT_CODE_TAKEN") ++taken;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(taken, 15);
}

TEST_F(TreeTest, OfTwoServersOneGetsTheCreditCode) {
  const auto second = Must(IdentityServer::Start(config_));
  const auto other = v1::IdentityService::NewStub(grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(second->port()), grpc::InsecureChannelCredentials()));
  std::atomic<int> made{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      grpc::ClientContext context;
      context.AddMetadata("authorization", "Bearer " + administrator_);
      v1::Organization reply;
      Stub& stub = i % 2 == 0 ? *stub_ : *other;
      made += stub.CreateOrganization(&context, UnionRequest(county_, "330203", 8), &reply).ok();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  second->Drain(std::chrono::steady_clock::now() + std::chrono::seconds(10));
}

}  // namespace
}  // namespace unioncare::identity
