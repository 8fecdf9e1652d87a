#include "common/status/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "common/status/reasons.h"
#include "google/rpc/error_details.pb.h"

namespace unioncare::status {
namespace {

constexpr Reason kTooMuch{"TOO_MUCH", absl::StatusCode::kFailedPrecondition,
                          "{limit} is the limit; ask for {limit} or less, not {asked}.",
                          "上限为{limit}，您申请的{asked}超过上限。"};

template <typename Detail>
std::vector<Detail> Details(const absl::Status& status) {
  std::vector<Detail> found;
  const google::rpc::Status wire = ToRpcStatus(status);
  for (const google::protobuf::Any& any : wire.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) found.push_back(detail);
  }
  return found;
}

std::string Message(const absl::Status& status) { return std::string(status.message()); }

TEST(RefuseTest, CarriesCodeAndEnglishMessage) {
  const absl::Status status = Refuse(kTooMuch, {{"limit", "3"}, {"asked", "5"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Message(status), "3 is the limit; ask for 3 or less, not 5.");
}

TEST(RefuseTest, CarriesReasonAndEvidence) {
  const auto infos =
      Details<google::rpc::ErrorInfo>(Refuse(kTooMuch, {{"limit", "3"}, {"asked", "5"}}));
  ASSERT_EQ(infos.size(), 1u);
  EXPECT_EQ(infos[0].reason(), "TOO_MUCH");
  EXPECT_EQ(infos[0].domain(), "unioncare");
  EXPECT_EQ(infos[0].metadata().at("limit"), "3");
  EXPECT_EQ(infos[0].metadata().at("asked"), "5");
}

TEST(RefuseTest, CarriesChineseMessage) {
  const auto messages =
      Details<google::rpc::LocalizedMessage>(Refuse(kTooMuch, {{"limit", "3"}, {"asked", "5"}}));
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].locale(), "zh-CN");
  EXPECT_EQ(messages[0].message(), "上限为3，您申请的5超过上限。");
}

TEST(RefuseTest, LeavesValuesAlone) {
  const absl::Status status = Refuse(kTooMuch, {{"limit", "{asked}"}, {"asked", "}{"}});
  EXPECT_EQ(Message(status), "{asked} is the limit; ask for {asked} or less, not }{.");
}

TEST(RefuseTest, KeepsPlaceholderWithoutValue) {
  EXPECT_EQ(Message(Refuse(kTooMuch, {{"limit", "3"}})),
            "3 is the limit; ask for 3 or less, not {asked}.");
}

TEST(BadFieldsTest, ListsEveryViolation) {
  const absl::Status status =
      BadFields({{"amount", "REQUIRED", "Give the amount.", "请填写金额。"},
                 {"rows[2].name", "TOO_LONG", "At most 50 characters.", "最多50个字。"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELDS");
  const auto bad = Details<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad.size(), 1u);
  ASSERT_EQ(bad[0].field_violations_size(), 2);
  EXPECT_EQ(bad[0].field_violations(1).field(), "rows[2].name");
  EXPECT_EQ(bad[0].field_violations(1).reason(), "TOO_LONG");
  EXPECT_EQ(bad[0].field_violations(1).description(), "At most 50 characters.");
  EXPECT_EQ(bad[0].field_violations(1).localized_message().message(), "最多50个字。");
}

TEST(BadFieldsTest, CountsWhatItDoesNotList) {
  const absl::Status status =
      BadFields(std::vector<FieldViolation>(kMaxFieldViolations + 1, {"a", "B", "c", "d"}));
  EXPECT_EQ(Details<google::rpc::BadRequest>(status)[0].field_violations_size(),
            static_cast<int>(kMaxFieldViolations));
  EXPECT_EQ(Details<google::rpc::ErrorInfo>(status)[0].metadata().at("count"), "101");
}

TEST(WithRetryAfterTest, AddsRetryInfoAndKeepsTheRest) {
  const absl::Status status = WithRetryAfter(Refuse(kOverloaded), 2);
  EXPECT_EQ(ReasonOf(status), "OVERLOADED");
  const auto retries = Details<google::rpc::RetryInfo>(status);
  ASSERT_EQ(retries.size(), 1u);
  EXPECT_EQ(retries[0].retry_delay().seconds(), 2);
}

TEST(WithRetryAfterTest, LeavesOkAlone) { EXPECT_TRUE(WithRetryAfter(absl::OkStatus(), 2).ok()); }

TEST(ToRpcStatusTest, HidesWhatWasNotMadeHere) {
  const google::rpc::Status wire = ToRpcStatus(absl::NotFoundError("SELECT secret FROM person"));
  EXPECT_EQ(wire.code(), static_cast<int>(absl::StatusCode::kInternal));
  EXPECT_THAT(wire.SerializeAsString(), testing::Not(testing::HasSubstr("secret")));
}

TEST(ToRpcStatusTest, OkIsEmpty) {
  EXPECT_EQ(ToRpcStatus(absl::OkStatus()).SerializeAsString(), "");
}

TEST(FromRpcStatusTest, ComesBackWhole) {
  const google::rpc::Status wire = ToRpcStatus(WithRetryAfter(Refuse(kDraining), 1));
  const absl::Status status = FromRpcStatus(wire);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(status), "DRAINING");
  EXPECT_EQ(ToRpcStatus(status).SerializeAsString(), wire.SerializeAsString());
}

TEST(FromRpcStatusTest, CodeBeyondGrpcIsUnknown) {
  google::rpc::Status wire;
  wire.set_code(99);
  EXPECT_EQ(FromRpcStatus(wire).code(), absl::StatusCode::kUnknown);
}

TEST(ReasonOfTest, EmptyWithoutOne) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), "");
}

absl::StatusOr<int> Half(int number) {
  if (number % 2 != 0) return Refuse(kTooMuch);
  return number / 2;
}

absl::Status HalveTwice(int number, int& quarter) {
  RETURN_IF_ERROR(Half(number).status());
  ASSIGN_OR_RETURN(const int half, Half(number));
  ASSIGN_OR_RETURN(quarter, Half(half));
  return absl::OkStatus();
}

TEST(MacrosTest, AssignsWhenOk) {
  int quarter = 0;
  EXPECT_TRUE(HalveTwice(12, quarter).ok());
  EXPECT_EQ(quarter, 3);
}

TEST(MacrosTest, ReturnsTheFirstError) {
  int quarter = 0;
  EXPECT_EQ(ReasonOf(HalveTwice(3, quarter)), "TOO_MUCH");
  EXPECT_EQ(ReasonOf(HalveTwice(6, quarter)), "TOO_MUCH");
}

std::set<std::string> Placeholders(std::string_view text) {
  std::set<std::string> keys;
  while (text.find('{') != text.npos) {
    text.remove_prefix(text.find('{') + 1);
    keys.insert(std::string(text.substr(0, text.find('}'))));
  }
  return keys;
}

class SharedReasonTest : public testing::TestWithParam<Reason> {};

TEST_P(SharedReasonTest, SaysTheSameInBothLanguages) {
  EXPECT_EQ(Placeholders(GetParam().english), Placeholders(GetParam().chinese));
  EXPECT_TRUE(GetParam().english.ends_with("."));
  EXPECT_TRUE(GetParam().chinese.ends_with("。"));
}

INSTANTIATE_TEST_SUITE_P(All, SharedReasonTest,
                         testing::Values(kNotFound, kPermissionDenied, kUnauthenticated,
                                         kInvalidFields, kInvalidPageToken, kRequestIdRequired,
                                         kRequestIdReused, kChangedSinceSeen, kWrongState,
                                         kOverloaded, kDeadlineExceeded, kDatabaseUnavailable,
                                         kDiskFull, kConflictRetriesExhausted, kDraining,
                                         kInternal),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace unioncare::status
