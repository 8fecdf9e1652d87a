#include "services/medical/test_union.h"

namespace unioncare::medical {
namespace {

class RostersTest : public TestUnion {
 protected:
  RostersTest() : plan_version_(MakePlan().name()) {}

  v1::Roster Draft(int headcount, int64_t organization = 1) {
    return Must(Call(&Stub::CreateRoster, ClerkOfAll(),
                     RosterRequest(plan_version_, organization, headcount)));
  }
  absl::StatusOr<v1::Roster> Submit(const v1::Roster& roster) {
    v1::SubmitRosterRequest request;
    request.set_request_id(NewId());
    request.set_name(roster.name());
    request.set_etag(roster.etag());
    return Call(&Stub::SubmitRoster, ClerkOfAll(), request);
  }
  absl::StatusOr<v1::Roster> Confirm(const v1::Roster& roster, base::Fen amount,
                                     base::Date paid_on) {
    v1::ConfirmRosterPaymentRequest request;
    request.set_request_id(NewId());
    request.set_name(roster.name());
    request.set_etag(roster.etag());
    *request.mutable_amount() = rpc::MoneyOf(amount);
    *request.mutable_paid_on() = rpc::DateOf(paid_on);
    return Call(&Stub::ConfirmRosterPayment, finance_, request);
  }
  std::vector<std::string> Report(const std::string& roster) {
    v1::ListRosterErrorsRequest request;
    request.set_parent(roster);
    std::vector<std::string> lines;
    const auto report = Must(Call(&Stub::ListRosterErrors, ClerkOfAll(), request));
    for (const auto& error : report.errors()) {
      lines.push_back(std::to_string(error.row()) + " " + error.column() + " " + error.reason());
      EXPECT_FALSE(error.message().empty());
      EXPECT_FALSE(error.message_en().empty());
    }
    return lines;
  }

  const std::string plan_version_;
};

TEST_F(RostersTest, ReportNamesRowColumnAndReason) {
  const v1::Roster draft = Draft(3);
  const std::string file =
      "花名册,,\n姓名,身份证号,手机号\n" + ("张三DEMO," + IdNumber(1) + ",13800138000\n") +
      ("李四DEMO," + IdNumber(1) + ",13800138000\n") + "王五DEMO,339901199001010019,\n" +
      "赵六DEMO,339901199001010000,\n" + "," + IdNumber(2) + ",\n合计,,\n";
  const auto reply = Must(Append(draft.name(), file));
  EXPECT_EQ(reply.next_offset(), static_cast<int64_t>(file.size()));
  EXPECT_EQ(reply.roster().state(), v1::Roster::STATE_VALIDATED);
  EXPECT_EQ(reply.roster().accepted_count(), 1);
  EXPECT_EQ(reply.roster().refused_count(), 4);
  EXPECT_THAT(Report(draft.name()),
              ::testing::ElementsAre("4 id_number DUPLICATE_IN_FILE", "5 id_number ID_CHECK_DIGIT",
                                     "6 id_number NUMBER_ROUNDED", "7 name REQUIRED"));
}

TEST_F(RostersTest, FileThatCannotBeReadIsRefusedWhole) {
  const v1::Roster draft = Draft(3);
  EXPECT_EQ(ReasonOf(Append(draft.name(), "")), "EMPTY_FILE");
  EXPECT_EQ(ReasonOf(Append(draft.name(), "姓名,电话\n张三DEMO,1\n")), "MISSING_HEADER");
  EXPECT_EQ(ReasonOf(Append(draft.name(), "姓名,职工姓名,身份证号\n")), "HEADER_AMBIGUOUS");
  EXPECT_EQ(ReasonOf(Append(draft.name(), "姓名,身份证号\n\"张三DEMO,1\n")), "FILE_MALFORMED");
  EXPECT_EQ(ReasonOf(Append(draft.name(), "x", 7)), "OFFSET_MISMATCH");
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT COUNT(*) FROM person")), 0);
}

TEST_F(RostersTest, NothingIsMadeForAFileThatCannotBeRead) {
  auto roster = RosterRequest(plan_version_, 1, 3);
  v1::CreateSettlementImportRequest feed;
  feed.mutable_settlement_import()->set_title("DEMO");
  for (const auto& [content, reason] :
       {std::pair("", "EMPTY_FILE"), std::pair("a,b\n1,2\n", "MISSING_HEADER"),
        std::pair("\"a\n", "FILE_MALFORMED")}) {
    for (type::v1::FileHead* head : {roster.mutable_file_head(), feed.mutable_file_head()}) {
      head->set_content(content);
      head->set_whole(true);
    }
    feed.set_request_id(NewId());
    EXPECT_EQ(ReasonOf(Call(&Stub::CreateRoster, clerk_, roster)), reason);
    EXPECT_EQ(ReasonOf(Call(&Stub::CreateSettlementImport, approver_, feed)), reason);
  }
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT COUNT(*) FROM roster")), 0);
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT COUNT(*) FROM settlement_import")), 0);
  // The mended file comes under the same request_id.
  roster.mutable_file_head()->set_content(RosterFile({1}));
  EXPECT_EQ(Must(Call(&Stub::CreateRoster, clerk_, roster)).state(), v1::Roster::STATE_DRAFT);
  // A head that ends anywhere says nothing against the file.
  roster.mutable_file_head()->set_content(RosterFile({1}).substr(0, 9));
  roster.mutable_file_head()->set_whole(false);
  roster.set_request_id(NewId());
  Must(Call(&Stub::CreateRoster, clerk_, roster));
}

TEST_F(RostersTest, SlicesSameFileAndOtherFile) {
  std::vector<int> workers;
  for (int i = 0; i < 999; ++i) workers.push_back(i);
  std::string file = RosterFile(workers);
  for (int i = 0; i < 900; ++i) {  // beyond one chunk
    file += "1,李四DEMO," + IdNumber(i, "19900101") + ",13800138000\r\n";
  }
  const v1::Roster draft = Draft(2000);
  const auto first = Must(Append(draft.name(), file.substr(0, 100'000), 0, false));
  EXPECT_GT(first.next_offset(), 0);
  EXPECT_LT(first.next_offset(), 100'000);
  const auto last =
      Must(Append(draft.name(), file.substr(first.next_offset()), first.next_offset()));
  EXPECT_EQ(last.next_offset(), static_cast<int64_t>(file.size()));
  EXPECT_EQ(last.roster().accepted_count(), 1899);
  // The same bytes, sliced differently, are the same chunks and the same answers.
  const auto replay = Must(Append(draft.name(), file));
  EXPECT_EQ(replay.SerializeAsString(), last.SerializeAsString());
  EXPECT_EQ(testing::Number(database_, db::Sql("SELECT COUNT(*) FROM roster_member")), 1899);
  EXPECT_EQ(ReasonOf(Append(draft.name(), RosterFile({7}))), "UPLOAD_COMPLETE");
}

TEST_F(RostersTest, StepsRefuseWhatDoesNotAddUp) {
  const v1::Roster draft = Draft(20);
  EXPECT_EQ(ReasonOf(Submit(draft)), "WRONG_STATE");
  v1::Roster roster = Must(Append(draft.name(), RosterFile({1, 2, 3}))).roster();
  EXPECT_EQ(ReasonOf(Submit(roster)), "BELOW_FLOOR");
  EXPECT_EQ(ReasonOf(Submit(Must(Append(Draft(1).name(), RosterFile({1, 2}))).roster())),
            "HEADCOUNT_EXCEEDED");
  const v1::Roster small = Draft(3);
  roster = Must(Append(small.name(), RosterFile({1, 2, 3}))).roster();
  EXPECT_EQ(rpc::FenOf(roster.amount_due())->value, 18000);
  roster = Must(Submit(roster));
  const base::Date day = *base::Date::FromYmd(2023, 4, 20);
  EXPECT_EQ(ReasonOf(Confirm(roster, {17999}, day)), "AMOUNT_MISMATCH");
  EXPECT_EQ(ReasonOf(Confirm(roster, {18000}, *base::Date::FromYmd(2024, 3, 16))),
            "PAID_IN_FUTURE");
  EXPECT_EQ(Must(Confirm(roster, {18000}, day)).state(), v1::Roster::STATE_PAID);
  EXPECT_EQ(WaitEffective(roster.name()).enrolled_count(), 3);
}

TEST_F(RostersTest, OfTwoEmployersTheOnePaidFirstCountsInEitherOrder) {  // M14
  const base::Date early = *base::Date::FromYmd(2023, 4, 10);
  const base::Date late = *base::Date::FromYmd(2023, 4, 12);
  const v1::Roster a = Enroll(plan_version_, 1, {1}, early);
  const v1::Roster b = Enroll(plan_version_, 2, {1}, late);
  EXPECT_EQ(a.enrolled_count(), 1);
  EXPECT_EQ(b.void_count(), 1);
  const v1::Roster c = Enroll(plan_version_, 3, {2}, late);
  const v1::Roster d = Enroll(plan_version_, 4, {2}, early);
  EXPECT_EQ(d.enrolled_count(), 1);
  EXPECT_EQ(WaitEffective(c.name()).void_count(), 1);
  EXPECT_EQ(WaitEffective(c.name()).enrolled_count(), 0);
  Import(FeedLine("S1", 1, "2023-06-01", "3000") + FeedLine("S2", 2, "2023-06-01", "3000"));
  for (const v1::Claim& claim : Claims()) {
    EXPECT_EQ(rpc::FenOf(claim.amount())->value, 260000);  // once, never doubled
  }
  EXPECT_EQ(Claims().size(), 2u);
  const auto pool = Must(Call(&Stub::ListPools, approver_, v1::ListPoolsRequest())).pools(0);
  EXPECT_EQ(pool.enrolled_count(), 2);
  EXPECT_EQ(rpc::FenOf(pool.refunds_due())->value, 12000);
  EXPECT_TRUE(VerifyAll().findings().empty());
}

TEST_F(RostersTest, PlanTermsMayNotOverlap) {
  v1::CreatePlanVersionRequest request;
  request.set_request_id(NewId());
  request.set_parent(plan_version_.substr(0, plan_version_.find("/versions")));
  *request.mutable_plan_version() = NingboTerms();
  EXPECT_EQ(ReasonOf(Call(&Stub::CreatePlanVersion, approver_, request)), "TERM_OVERLAP");
  request.set_request_id(NewId());
  request.mutable_plan_version()->clear_hospital();
  EXPECT_EQ(ReasonOf(Call(&Stub::CreatePlanVersion, approver_, request)), "BENEFIT_REQUIRED");
}

}  // namespace
}  // namespace unioncare::medical
