#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>
#include <thread>

#include "services/medical/test_union.h"

// What must hold whatever happens: once, complete, private, provable.
namespace unioncare::medical {
namespace {

class GuaranteeTest : public TestUnion {
 protected:
  GuaranteeTest() : plan_version_(MakePlan().name()) {}
  const std::string plan_version_;
};

TEST_F(GuaranteeTest, RepeatedRequestsHaveOneEffectAndOneAnswer) {  // A3
  constexpr int kRequests = 300;
  std::atomic<int> different = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = t; i < kRequests; i += 6) {
        const auto request = RosterRequest(plan_version_, 1 + i % 9, 5);
        std::vector<std::future<std::string>> answers;
        for (int copy = 0; copy < 2 + i % 4; ++copy) {
          answers.push_back(std::async(std::launch::async, [&] {
            return Must(Call(&Stub::CreateRoster, ClerkOfAll(), request)).SerializeAsString();
          }));
        }
        const std::string first = answers[0].get();
        for (size_t n = 1; n < answers.size(); ++n) different += answers[n].get() != first;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(different, 0);
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT COUNT(*) FROM roster")), kRequests);
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT SUM(roster_count) FROM employer")),
            kRequests);
}

TEST_F(GuaranteeTest, KeyWithAnotherBodyOrCallerTellsNothing) {  // A4
  auto request = RosterRequest(plan_version_, 1, 5);
  Must(Call(&Stub::CreateRoster, clerk_, request));
  auto other = request;
  other.mutable_roster()->set_headcount(6);
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateRoster, clerk_, other)), "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateRoster, ClerkOfAll(), request)), "");
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateRoster, Caller("stranger", options::v1::ROLE_UNION_CLERK, 1),
                          request)),
            "REQUEST_ID_REUSED");
  v1::CreatePlanRequest plan;
  plan.set_request_id(request.request_id());
  plan.mutable_plan()->set_title("DEMO");
  EXPECT_EQ(ReasonOf(Call(&Stub::CreatePlan, approver_, plan)), "REQUEST_ID_REUSED");
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT COUNT(*) FROM roster")), 1);
}

TEST_F(GuaranteeTest, ImpossibleAmountsStopBeforeTheData) {  // A9
  const auto plans = [&] {
    return testing::Number(database_, db::Sql("SELECT COUNT(*) FROM plan_version"));
  };
  const int64_t before = plans();
  for (const auto& [units, nanos, currency] :
       std::vector<std::tuple<int64_t, int32_t, std::string>>{{INT64_MAX, 0, "CNY"},
                                                              {-1, 0, "CNY"},
                                                              {1, 5'000'000, "CNY"},
                                                              {1, 0, "USD"},
                                                              {1, -10'000'000, "CNY"}}) {
    v1::CreatePlanVersionRequest request;
    request.set_request_id(NewId());
    request.set_parent(plan_version_.substr(0, plan_version_.find("/versions")));
    *request.mutable_plan_version() = NingboTerms();
    *request.mutable_plan_version()->mutable_term_start() =
        rpc::DateOf(*base::Date::FromYmd(2024, 5, 1));
    request.mutable_plan_version()->mutable_fee()->set_units(units);
    request.mutable_plan_version()->mutable_fee()->set_nanos(nanos);
    request.mutable_plan_version()->mutable_fee()->set_currency_code(currency);
    EXPECT_EQ(ReasonOf(Call(&Stub::CreatePlanVersion, approver_, request)), "INVALID_FIELDS");
  }
  EXPECT_EQ(plans(), before);
}

TEST_F(GuaranteeTest, JobGoesOnAfterARestart) {
  std::vector<int> workers;
  for (int i = 0; i < 999; ++i) workers.push_back(i);
  const v1::Roster draft =
      Must(Call(&Stub::CreateRoster, clerk_, RosterRequest(plan_version_, 1, 999)));
  v1::Roster roster = Must(Append(draft.name(), RosterFile(workers))).roster();
  v1::SubmitRosterRequest submit;
  submit.set_request_id(NewId());
  submit.set_name(roster.name());
  submit.set_etag(roster.etag());
  roster = Must(Call(&Stub::SubmitRoster, clerk_, submit));
  v1::ConfirmRosterPaymentRequest paid;
  paid.set_request_id(NewId());
  paid.set_name(roster.name());
  paid.set_etag(roster.etag());
  *paid.mutable_amount() = roster.amount_due();
  *paid.mutable_paid_on() = rpc::DateOf(*base::Date::FromYmd(2023, 4, 20));
  Must(Call(&Stub::ConfirmRosterPayment, finance_, paid));
  Restart();
  EXPECT_EQ(WaitEffective(roster.name()).enrolled_count(), 999);
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT COUNT(*) FROM enrolment")), 999);
  EXPECT_TRUE(VerifyAll().findings().empty());
}

TEST_F(GuaranteeTest, NothingPrivateLiesInTheDataFiles) {  // H1
  Enroll(plan_version_, 1, {1, 2}, *base::Date::FromYmd(2023, 4, 20));
  Import(FeedLine("S1", 1, "2023-06-01", "3000"));
  server_->Drain(std::chrono::steady_clock::now() + std::chrono::seconds(5));
  const auto directory = std::filesystem::path(database_.unix_socket).parent_path();
  for (const auto& file : std::filesystem::recursive_directory_iterator(directory)) {
    if (!file.is_regular_file()) continue;
    std::stringstream content;
    content << std::ifstream(file.path(), std::ios::binary).rdbuf();
    for (const std::string& canary : {IdNumber(1), IdNumber(2), std::string("13800138000"),
                                      std::string("张三DEMO"), std::string("K80.000x003")}) {
      EXPECT_EQ(content.str().find(canary), std::string::npos)
          << "planted data number " << canary.size() << " in " << file.path().filename();
    }
  }
}

TEST_F(GuaranteeTest, EditedClaimAndPoolAreNamed) {  // H4
  Enroll(plan_version_, 1, {1}, *base::Date::FromYmd(2023, 4, 20));
  Import(FeedLine("S1", 1, "2023-06-01", "3000"));
  EXPECT_TRUE(VerifyAll().findings().empty());
  const auto connection = testing::Connect(database_);
  ASSERT_TRUE(
      connection->Execute(db::Sql("UPDATE claim SET amount=amount+1 WHERE amount<burden")).ok());
  ASSERT_TRUE(connection->Execute(db::Sql("DELETE FROM person")).ok());
  const auto verified = VerifyAll();
  const auto& findings = verified.findings();
  ASSERT_EQ(findings.size(), 2);
  std::set<std::string> found;
  for (const auto& finding : findings) found.insert(finding.table() + " " + finding.reason());
  EXPECT_THAT(found, ::testing::ElementsAre("claim ROW_CHANGED", "person ROW_MISSING"));
}

}  // namespace
}  // namespace unioncare::medical
