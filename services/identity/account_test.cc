// Accounts and roles: who makes them, what is refused, who sees which.
#include "common/base/test_rows.h"
#include "services/identity/test_city.h"

namespace unioncare::identity {
namespace {

class AccountTest : public TestCity {
 protected:
  AccountTest() {
    county_ = Must(Create(CountyRequest(city_, "330203"))).name();
    other_county_ = Must(Create(CountyRequest(city_, "330205"))).name();
    union_ = Must(Create(UnionRequest(county_, "330203", 1))).name();
    other_union_ = Must(Create(UnionRequest(other_county_, "330205", 2))).name();
    clerk_ = Staff(union_, "clerk", 2);
  }

  absl::StatusOr<v1::Account> CreateStaff(const v1::CreateAccountRequest& request) {
    return Call(&Stub::CreateAccount, administrator_, request);
  }
  absl::StatusOr<v1::Account> CreateWorker(const v1::CreateWorkerAccountRequest& request) {
    return Call(&Stub::CreateWorkerAccount, clerk_, request);
  }
  absl::StatusOr<v1::Account> Grant(const std::string& account, const std::vector<int>& roles) {
    return Call(&Stub::GrantRoles, security_, RolesRequest(account, roles));
  }
  absl::StatusOr<v1::Account> Get(const std::string& token, const std::string& name) {
    v1::GetAccountRequest request;
    request.set_name(name);
    return Call(&Stub::GetAccount, token, request);
  }

  std::string county_, other_county_, union_, other_union_, clerk_;
};

TEST_F(AccountTest, StaffHaveNoRolesUntilTheyAreGranted) {
  const v1::Account made = Must(CreateStaff(AccountRequest(county_, "reviewer")));
  EXPECT_EQ(made.roles_size(), 0);
  EXPECT_EQ(made.display_name(), "D*****员");
  const v1::Account granted = Must(Grant(made.name(), {4}));
  EXPECT_EQ(granted.roles(0), options::v1::ROLE_COUNTY_REVIEWER);
  EXPECT_NE(granted.etag(), made.etag());
  EXPECT_EQ(Must(Get(administrator_, made.name())).SerializeAsString(),
            granted.SerializeAsString());
}

TEST_F(AccountTest, RolesTakeEffectAtTheNextSignIn) {
  const v1::Account made = Must(CreateStaff(AccountRequest(county_, "reviewer")));
  const v1::ListOrganizationsRequest list;
  EXPECT_EQ(ReasonOf(Call(&Stub::ListOrganizations, SignIn("reviewer"), list)),
            "PERMISSION_DENIED");
  Must(Grant(made.name(), {4}));
  EXPECT_EQ(ReasonOf(Call(&Stub::ListOrganizations, SignIn("reviewer"), list)), "OK");
}

TEST_F(AccountTest, AWorkerIsShownMasked) {
  const v1::Account made = Must(CreateWorker(WorkerRequest(union_, "worker", 1)));
  EXPECT_EQ(made.roles(0), options::v1::ROLE_WORKER);
  EXPECT_EQ(made.id_number().substr(0, 3), "339");
  EXPECT_NE(made.id_number().find("***********"), std::string::npos);
  EXPECT_EQ(made.mobile(), "138****8000");
  EXPECT_EQ(made.display_name(), "D*****工");
}

TEST_F(AccountTest, EachRuleOfStaffRefusesWithItsReason) {
  v1::CreateAccountRequest request = AccountRequest("organizations/0000000000001", "somebody");
  EXPECT_EQ(ReasonOf(CreateStaff(request)), "ORGANIZATION_NOT_FOUND");
  EXPECT_EQ(ReasonOf(CreateStaff(AccountRequest(city_, "clerk"))), "LOGIN_TAKEN");
  request = AccountRequest(city_, "somebody");
  request.set_password("aaaaaaaaaaaaaaaa");
  EXPECT_EQ(ReasonOf(CreateStaff(request)), "PASSWORD_WEAK");
  request.set_password("I am somebody here");
  EXPECT_EQ(ReasonOf(CreateStaff(request)), "PASSWORD_WEAK");
  request.set_password("too short");
  EXPECT_EQ(ReasonOf(CreateStaff(request)), "INVALID_FIELDS");
}

TEST_F(AccountTest, EachRuleOfWorkersRefusesWithItsReason) {
  Must(CreateWorker(WorkerRequest(union_, "worker", 1)));
  EXPECT_EQ(ReasonOf(CreateWorker(WorkerRequest(union_, "worker2", 1))), "PERSON_HAS_ACCOUNT");
  EXPECT_EQ(ReasonOf(CreateWorker(WorkerRequest(union_, "worker", 2))), "LOGIN_TAKEN");
  EXPECT_EQ(ReasonOf(CreateWorker(WorkerRequest(other_union_, "worker3", 3))),
            "ORGANIZATION_NOT_FOUND");
  EXPECT_EQ(ReasonOf(CreateWorker(WorkerRequest(county_, "worker3", 3))), "ORGANIZATION_NOT_FOUND");
  v1::CreateWorkerAccountRequest request = WorkerRequest(union_, "worker3", 3);
  request.set_id_number(IdNumber(3, "18800101"));
  EXPECT_EQ(ReasonOf(CreateWorker(request)), "IMPLAUSIBLE_BIRTH");
  request.set_id_number("339901199001010011");
  EXPECT_EQ(ReasonOf(CreateWorker(request)), "INVALID_FIELDS");
  request = WorkerRequest(union_, "worker3", 3);
  request.set_password("worker3 worker3");
  EXPECT_EQ(ReasonOf(CreateWorker(request)), "PASSWORD_WEAK");
}

TEST_F(AccountTest, ANumberInEitherCaseIsOnePerson) {
  v1::CreateWorkerAccountRequest request = WorkerRequest(union_, "worker", 1);
  for (int number = 1; request.id_number().back() != 'X'; ++number) {
    request.set_id_number(IdNumber(number));
  }
  Must(CreateWorker(request));
  request.mutable_id_number()->back() = 'x';
  request.set_request_id(NewRequestId());
  request.set_login("worker2");
  EXPECT_EQ(ReasonOf(CreateWorker(request)), "PERSON_HAS_ACCOUNT");
}

TEST_F(AccountTest, GrantsFollowTheTableOfRoles) {
  const std::map<std::string, std::string> organizations = {
      {"CITY", city_}, {"COUNTY", county_}, {"BASE_UNION", union_}};
  const std::map<std::string, std::string> reasons = {
      {"OK", "OK"}, {"CONFLICT", "ROLE_CONFLICT"}, {"LEVEL", "ROLE_LEVEL"}};
  std::map<std::string, std::string> accounts;
  for (const auto& [kind, organization] : organizations) {
    std::string login = "of-" + kind;
    for (char& c : login) c = c == '_' ? '-' : static_cast<char>(std::tolower(c));
    accounts[kind] = Must(CreateStaff(AccountRequest(organization, login))).name();
  }
  const auto rows = base::TestRows(UC_SOURCE_DIR "/services/identity/rules/testdata/role_sets.csv");
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    std::vector<int> roles;
    for (const std::string& number : base::SplitAt(row[0], '+')) {
      roles.push_back(std::stoi(number));
    }
    const bool has_worker = std::ranges::find(roles, 1) != roles.end();
    EXPECT_EQ(ReasonOf(Grant(accounts[row[1]], roles)),
              has_worker ? "ROLE_NOT_GRANTABLE" : reasons.at(row[2]))
        << row[0] << " at " << row[1];
  }
}

TEST_F(AccountTest, AWorkerGetsNoOtherRole) {
  const v1::Account worker = Must(CreateWorker(WorkerRequest(union_, "worker", 1)));
  EXPECT_EQ(ReasonOf(Grant(worker.name(), {2})), "ROLE_CONFLICT");
}

TEST_F(AccountTest, NobodyGrantsToThemselvesOrToNobody) {
  const std::string self = Must(TrySignIn("security", kPassword)).account().name();
  EXPECT_EQ(ReasonOf(Grant(self, {12})), "GRANT_TO_SELF");
  EXPECT_EQ(ReasonOf(Grant("accounts/0000000000001", {12})), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Grant(self, {0})), "GRANT_TO_SELF");
  EXPECT_EQ(ReasonOf(Grant(Must(CreateStaff(AccountRequest(city_, "new"))).name(), {0})),
            "ROLE_NOT_GRANTABLE");
}

TEST_F(AccountTest, AClerkSeesTheAccountsOfTheUnionOnly) {
  const v1::Account worker = Must(CreateWorker(WorkerRequest(union_, "worker", 1)));
  const std::string other_clerk = Staff(other_union_, "other.clerk", 2);
  EXPECT_EQ(ReasonOf(Get(clerk_, worker.name())), "OK");
  EXPECT_EQ(ReasonOf(Get(other_clerk, worker.name())), "NOT_FOUND");
}

TEST_F(AccountTest, AWorkerSeesTheOwnAccountOnly) {
  const v1::Account first = Must(CreateWorker(WorkerRequest(union_, "worker", 1)));
  const v1::Account second = Must(CreateWorker(WorkerRequest(union_, "worker2", 2)));
  const std::string worker = SignIn("worker");
  EXPECT_EQ(Must(Get(worker, first.name())).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(ReasonOf(Get(worker, second.name())), "NOT_FOUND");
}

TEST_F(AccountTest, PagesOfAccountsGoOn) {
  v1::ListAccountsRequest request;
  request.set_page_size(2);
  const auto first = Must(Call(&Stub::ListAccounts, administrator_, request));
  ASSERT_EQ(first.accounts_size(), 2);
  request.set_page_token(first.next_page_token());
  const auto second = Must(Call(&Stub::ListAccounts, administrator_, request));
  EXPECT_EQ(second.accounts_size(), 1);  // two administrators and the clerk
  EXPECT_EQ(second.next_page_token(), "");
}

}  // namespace
}  // namespace unioncare::identity
