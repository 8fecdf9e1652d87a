#include <algorithm>

#include "services/medical/test_union.h"

namespace unioncare::medical {
namespace {

using ::testing::ElementsAre;

constexpr auto kPaid = [] { return *base::Date::FromYmd(2023, 4, 20); };

int64_t FenOf(const google::type::Money& money) { return rpc::FenOf(money)->value; }

class ClaimsTest : public TestUnion {
 protected:
  ClaimsTest() : plan_version_(MakePlan().name()) {}

  template <class Request>
  Request Step(const v1::Claim& claim) {
    Request request;
    request.set_request_id(NewId());
    request.set_name(claim.name());
    request.set_etag(claim.etag());
    return request;
  }

  const std::string plan_version_;
};

TEST_F(ClaimsTest, FirstAdmissionGetsTheBonusWhicheverArrivesFirst) {
  Enroll(plan_version_, 1, {1, 2}, kPaid());
  Import(FeedLine("LATER1", 1, "2023-08-01", "3000"));
  EXPECT_EQ(FenOf(ClaimsByEncounter()["LATER1"].amount()), 260000);  // M03
  Import(FeedLine("EARLIER1", 1, "2023-06-01", "1000"));
  auto claims = ClaimsByEncounter();
  EXPECT_EQ(FenOf(claims["EARLIER1"].amount()), 100000);  // M01
  EXPECT_EQ(FenOf(claims["LATER1"].amount()), 240000);
  EXPECT_EQ(claims["LATER1"].decision_version(), 2);
  // The other person's arrive in their own order; the result is the same.
  Import(FeedLine("EARLIER2", 2, "2023-06-01", "1000") +
         FeedLine("LATER2", 2, "2023-08-01", "3000"));
  claims = ClaimsByEncounter();
  EXPECT_EQ(FenOf(claims["EARLIER2"].amount()), 100000);
  EXPECT_EQ(FenOf(claims["LATER2"].amount()), 240000);
  EXPECT_TRUE(VerifyAll().findings().empty());
}

TEST_F(ClaimsTest, SettlementOfNobodyIsMatchedWhenTheCoverAppears) {
  EXPECT_EQ(Import(FeedLine("S1", 1, "2023-06-01", "3000")).unmatched_count(), 1);
  EXPECT_TRUE(Claims().empty());
  Enroll(plan_version_, 1, {1}, kPaid());
  const auto claims = Claims();
  ASSERT_EQ(claims.size(), 1u);
  EXPECT_EQ(claims[0].state(), v1::Claim::STATE_APPROVED);
  EXPECT_EQ(FenOf(claims[0].amount()), 260000);
  EXPECT_EQ(claims[0].display_name(), "张****O");
}

TEST_F(ClaimsTest, DatesOutsideTheCoverRefuseWithTheirReason) {
  Enroll(plan_version_, 1, {1}, kPaid());
  Import(FeedLine("BEFORE", 1, "2023-04-30", "3000") +
         FeedLine("OUT", 1, "2023-07-01", "3000", "", "OUTPATIENT"));
  const auto claims = Claims();
  ASSERT_EQ(claims.size(), 1u);
  EXPECT_EQ(claims[0].state(), v1::Claim::STATE_REJECTED);
  EXPECT_THAT(claims[0].reasons(), ElementsAre("BEFORE_START"));
}

TEST_F(ClaimsTest, LargeClaimUnderReviewTakesTwoPeople) {
  Enroll(plan_version_, 1, {1}, *base::Date::FromYmd(2023, 7, 1));
  Import(FeedLine("S1", 1, "2023-06-01", "60000"));
  v1::Claim claim = Claims().at(0);
  ASSERT_EQ(claim.state(), v1::Claim::STATE_UNDER_REVIEW);
  EXPECT_THAT(claim.flags(), ElementsAre("PRE_PAYMENT_EVENT"));
  EXPECT_EQ(FenOf(claim.amount()), 830000);
  EXPECT_EQ(ReasonOf(Call(&Stub::ApproveClaim, approver_, Step<v1::ApproveClaimRequest>(claim))),
            "SECOND_PERSON_REQUIRED");
  auto own = Step<v1::ReviewClaimRequest>(claim);
  own.set_verdict(v1::Recommendation::VERDICT_APPROVE);
  claim = Must(Call(&Stub::ReviewClaim, approver_, own));
  EXPECT_EQ(ReasonOf(Call(&Stub::ApproveClaim, approver_, Step<v1::ApproveClaimRequest>(claim))),
            "SECOND_PERSON_REQUIRED");
  auto another = Step<v1::ReviewClaimRequest>(claim);
  another.set_verdict(v1::Recommendation::VERDICT_APPROVE);
  claim = Must(Call(&Stub::ReviewClaim, Reviewer("330203"), another));
  claim = Must(Call(&Stub::ApproveClaim, approver_, Step<v1::ApproveClaimRequest>(claim)));
  EXPECT_EQ(claim.state(), v1::Claim::STATE_APPROVED);
  EXPECT_EQ(claim.decided_by(), "accounts/approver");
  EXPECT_EQ(ReasonOf(Call(&Stub::ApproveClaim, approver_, Step<v1::ApproveClaimRequest>(claim))),
            "WRONG_STATE");
}

TEST_F(ClaimsTest, ApprovingStoresWhatTheRulesWouldSay) {
  Enroll(plan_version_, 1, {1}, *base::Date::FromYmd(2023, 7, 1));
  Import(FeedLine("S1", 1, "2023-06-01", "3000"));
  const v1::Claim approved =
      Must(Call(&Stub::ApproveClaim, approver_, Step<v1::ApproveClaimRequest>(Claims().at(0))));
  EXPECT_EQ(approved.decision_version(), 2);
  // Another fact of the person has everything decided anew: nothing differs.
  Import(FeedLine("S2", 1, "2023-08-01", "500"));
  v1::Claim after = ClaimsByEncounter()["S1"];
  EXPECT_GT(after.explanation_size(), 0);
  after.clear_explanation();  // replies to commands leave it out
  EXPECT_EQ(after.SerializeAsString(), approved.SerializeAsString());
  EXPECT_TRUE(VerifyAll().findings().empty());
}

TEST_F(ClaimsTest, EachArithmeticIsKeptOnceAndStaysReadable) {
  Enroll(plan_version_, 1, {1}, *base::Date::FromYmd(2023, 7, 1));
  Import(FeedLine("LATER", 1, "2023-06-20", "3000"));
  Must(Call(&Stub::ApproveClaim, approver_, Step<v1::ApproveClaimRequest>(Claims().at(0))));
  const auto explanations = [this] {
    return testing::Number(database_, db::Sql("SELECT COUNT(*) FROM claim_explanation"));
  };
  EXPECT_EQ(explanations(), 1);
  // The bonus moves to the earlier one: LATER has another arithmetic, and the old one stays.
  Import(FeedLine("EARLIER", 1, "2023-06-01", "3000"));
  EXPECT_EQ(explanations(), 3);
  const auto has_bonus = [](const v1::Claim& claim) {
    return std::ranges::any_of(claim.explanation(), [](const type::v1::ExplanationLine& line) {
      return line.code() == "FIRST_ADMISSION_BONUS";
    });
  };
  auto claims = ClaimsByEncounter();
  EXPECT_TRUE(has_bonus(claims["EARLIER"]));
  EXPECT_FALSE(has_bonus(claims["LATER"]));
  EXPECT_TRUE(VerifyAll().findings().empty());
}

TEST_F(ClaimsTest, StaleEtagIsRefused) {
  Enroll(plan_version_, 1, {1}, *base::Date::FromYmd(2023, 7, 1));
  Import(FeedLine("S1", 1, "2023-06-01", "3000"));
  auto stale = Step<v1::ApproveClaimRequest>(Claims().at(0));
  stale.set_etag("v99");
  EXPECT_EQ(ReasonOf(Call(&Stub::ApproveClaim, approver_, stale)), "CHANGED_SINCE_SEEN");
}

TEST_F(ClaimsTest, RefusingTheFirstAdmissionMovesTheBonus) {
  Enroll(plan_version_, 1, {1}, *base::Date::FromYmd(2023, 7, 1));
  Import(FeedLine("FIRST", 1, "2023-06-01", "3000") + FeedLine("SECOND", 1, "2023-08-01", "3000"));
  auto claims = ClaimsByEncounter();
  EXPECT_TRUE(claims["FIRST"].first_admission());
  EXPECT_EQ(FenOf(claims["SECOND"].amount()), 240000);
  auto refuse = Step<v1::RejectClaimRequest>(claims["FIRST"]);
  refuse.set_reason("NO_SUCH_REASON");
  EXPECT_EQ(ReasonOf(Call(&Stub::RejectClaim, approver_, refuse)), "REASON_UNKNOWN");
  refuse = Step<v1::RejectClaimRequest>(claims["FIRST"]);
  refuse.set_reason("EXCLUDED_CAUSE");
  EXPECT_EQ(Must(Call(&Stub::RejectClaim, approver_, refuse)).state(), v1::Claim::STATE_REJECTED);
  claims = ClaimsByEncounter();
  EXPECT_EQ(FenOf(claims["FIRST"].amount()), 0);
  EXPECT_EQ(FenOf(claims["SECOND"].amount()), 260000);
  EXPECT_EQ(claims["SECOND"].decided_by(), "");
}

TEST_F(ClaimsTest, TwoSettlementsOfOneStayGoToReview) {
  Enroll(plan_version_, 1, {1}, kPaid());
  Import(FeedLine("A", 1, "2023-06-01", "3000", "STAY"));
  EXPECT_EQ(Claims().at(0).state(), v1::Claim::STATE_APPROVED);
  Import(FeedLine("B", 1, "2023-06-01", "2500", "STAY"));
  for (const v1::Claim& claim : Claims()) {
    EXPECT_EQ(claim.state(), v1::Claim::STATE_UNDER_REVIEW);
    EXPECT_THAT(claim.flags(), ElementsAre("SAME_STAY"));
  }
}

TEST_F(ClaimsTest, SameSettlementTwicePaysOnce) {
  Enroll(plan_version_, 1, {1}, kPaid());
  Import(FeedLine("S1", 1, "2023-06-01", "3000"));
  const v1::SettlementImport again = Import(FeedLine("S1", 1, "2023-06-01", "\"3,000.00\""));
  EXPECT_EQ(again.replayed_count(), 1);
  EXPECT_EQ(again.accepted_count(), 0);
  const v1::SettlementImport changed = Import(FeedLine("S1", 1, "2023-06-01", "3000.01"));
  EXPECT_EQ(changed.refused_count(), 1);
  ASSERT_EQ(changed.reasons_size(), 1);
  EXPECT_EQ(changed.reasons(0).reason(), "SETTLEMENT_CHANGED");
  EXPECT_EQ(Claims().size(), 1u);
}

TEST_F(ClaimsTest, DryRunReportsAndStoresNothing) {
  Enroll(plan_version_, 1, {1}, kPaid());
  const v1::SettlementImport dry =
      Import(FeedLine("S1", 1, "2023-06-01", "3000") + FeedLine("S2", 1, "2023-06-01", "-1"), true);
  EXPECT_EQ(dry.accepted_count(), 1);
  EXPECT_EQ(dry.refused_count(), 1);
  EXPECT_TRUE(Claims().empty());
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT COUNT(*) FROM settlement")), 0);
}

TEST_F(ClaimsTest, PoolAndFiguresAreTheSumOfTheClaims) {
  Enroll(plan_version_, 1, {1, 2, 3}, kPaid());
  Enroll(plan_version_, 2, {4}, *base::Date::FromYmd(2023, 9, 1));
  Import(FeedLine("S1", 1, "2023-06-01", "3000") + FeedLine("S2", 2, "2023-04-01", "3000") +
         FeedLine("S3", 3, "2024-01-05", "12345.67") + FeedLine("S4", 4, "2023-06-01", "3000"));
  int64_t awarded = 0;
  for (const v1::Claim& claim : Claims()) {
    if (claim.state() == v1::Claim::STATE_APPROVED) awarded += FenOf(claim.amount());
  }
  const auto pools = Must(Call(&Stub::ListPools, approver_, v1::ListPoolsRequest()));
  ASSERT_EQ(pools.pools_size(), 1);
  EXPECT_EQ(FenOf(pools.pools(0).awarded()), awarded);
  EXPECT_EQ(pools.pools(0).approved_count(), 2);
  EXPECT_EQ(pools.pools(0).rejected_count(), 1);
  EXPECT_EQ(pools.pools(0).under_review_count(), 1);
  EXPECT_EQ(pools.pools(0).enrolled_count(), 4);
  int64_t board = 0;
  const auto figures = Must(Call(&Stub::GetStatistics, approver_, v1::GetStatisticsRequest()));
  for (const v1::Figure& figure : figures.figures()) board += FenOf(figure.awarded());
  EXPECT_EQ(board, awarded);
}

TEST_F(ClaimsTest, EstimateIsTheSameRuleAndStoresNothing) {
  v1::EstimateClaimRequest request;
  request.set_plan_version(plan_version_);
  request.set_first_admission(true);
  *request.mutable_bill()->mutable_total() = rpc::MoneyOf({100000});
  *request.mutable_bill()->mutable_self_paid() = rpc::MoneyOf({100000});
  *request.mutable_bill()->mutable_cash_pay() = rpc::MoneyOf({100000});
  const int64_t before = testing::Number(database_, db::Sql("SELECT sequence FROM journal_head"));
  const auto estimate = Must(Call(&Stub::EstimateClaim, approver_, request));
  EXPECT_EQ(FenOf(estimate.amount()), 100000);  // M01
  EXPECT_GT(estimate.explanation_size(), 0);
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT sequence FROM journal_head")), before);
}

}  // namespace
}  // namespace unioncare::medical
