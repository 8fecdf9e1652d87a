#include "services/gateway/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "google/rpc/error_details.pb.h"
#include "services/gateway/test_support.h"
#include "unioncare/journal/v1/journal.pb.h"
#include "unioncare/medical/v1/medical_service.pb.h"

namespace unioncare::gateway {
namespace {

using medical::v1::CreatePlanVersionRequest;
using medical::v1::Roster;
using ::testing::ElementsAre;

// "field REASON" of every violation, or the reason when no field is to blame; empty when taken.
std::vector<std::string> Complaints(const std::string& json) {
  Roster roster;
  const absl::Status parsed = ParseJson(json, "", roster);
  std::vector<std::string> complaints;
  const google::rpc::Status described = status::ToRpcStatus(parsed);
  for (const auto& detail : described.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      complaints.push_back(violation.field() + " " + violation.reason());
    }
  }
  if (complaints.empty() && !parsed.ok()) complaints.push_back(status::ReasonOf(parsed));
  return complaints;
}

TEST(ParseJsonTest, ComplainsAsTheTableSays) {
  const auto rows = TsvRows("json.tsv");
  ASSERT_GE(rows.size(), 40u);
  for (const auto& row : rows) {
    std::string text;
    for (const std::string& complaint : Complaints(row[0])) {
      text += (text.empty() ? "" : "; ") + complaint;
    }
    EXPECT_EQ(text, row[1]) << row[0];
  }
}

TEST(ParseJsonTest, FillsEveryKindOfField) {
  CreatePlanVersionRequest request;
  ASSERT_TRUE(ParseJson(R"({"planVersion":{"term_start":{"year":2024,"month":5,"day":1},
      "termYears":"3","fee":{"currencyCode":"CNY","units":"100","nanos":500000000},
      "hospital":{"rateToThresholdBp":8000},"createTime":"2024-05-01T00:00:00Z"}})",
                        "", request)
                  .ok());
  EXPECT_EQ(request.plan_version().term_start().month(), 5);
  EXPECT_EQ(request.plan_version().term_years(), 3);
  EXPECT_EQ(request.plan_version().fee().units(), 100);
  EXPECT_EQ(request.plan_version().hospital().rate_to_threshold_bp(), 8000);
  EXPECT_EQ(request.plan_version().create_time().seconds(), 1714521600);
}

TEST(ParseJsonTest, RefusesWhatTextFilesCannotHold) {
  EXPECT_THAT(Complaints(std::string("{}\0", 3)), ElementsAre("BAD_JSON"));
  EXPECT_THAT(Complaints("\xef\xbb\xbf{}"), ElementsAre("BAD_JSON"));
  EXPECT_THAT(Complaints("{\"county\":\"\xff\"}"), ElementsAre("BAD_JSON"));
  EXPECT_THAT(Complaints("{\"county\":\"\xc0\xae\"}"), ElementsAre("BAD_JSON"));
  EXPECT_THAT(Complaints("{\"county\":\"\xed\xa0\x80\"}"), ElementsAre("BAD_JSON"));
}

TEST(ParseJsonTest, BoundsDepthWithoutUsingTheStack) {
  for (const int depth : {100, 10'000, 300'000}) {
    EXPECT_THAT(Complaints("{\"x\":" + std::string(depth, '[')), ElementsAre("BAD_JSON"));
    std::string objects;
    for (int i = 0; i < depth; ++i) objects += "{\"x\":";
    EXPECT_THAT(Complaints(objects), ElementsAre("BAD_JSON"));
  }
}

TEST(ParseJsonTest, BoundsTheNumberOfValues) {
  std::string many = "{\"reasons\":[{}";
  for (int i = 0; i < 60'000; ++i) many += ",{}";
  EXPECT_THAT(Complaints(many + "]}"), ElementsAre("BAD_JSON"));
}

TEST(ParseJsonTest, DoesNotRepeatLongNames) {
  EXPECT_THAT(Complaints("{\"" + std::string(500, 'a') + "\":1}"),
              ElementsAre("(long name) UNKNOWN_FIELD"));
}

TEST(PrintJsonTest, IsCanonicalAndShowsEmptyFields) {
  journal::v1::VerifyJournalRequest request;
  const auto text = PrintJson(request);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->find(' '), std::string::npos);
  Roster roster;
  roster.set_plan_version("plans/a/versions/1");
  roster.mutable_amount_due()->set_units(12345678901);
  EXPECT_THAT(*PrintJson(roster),
              ::testing::AllOf(::testing::HasSubstr(R"("planVersion":"plans/a/versions/1")"),
                               ::testing::HasSubstr(R"("units":"12345678901")"),
                               ::testing::HasSubstr(R"("headcount":0)"),
                               ::testing::HasSubstr(R"("reasons":[])")));
}

}  // namespace
}  // namespace unioncare::gateway
