#include "services/gateway/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/reasons.h"
#include "common/status/status.h"
#include "google/rpc/code.pb.h"
#include "services/gateway/reasons.h"
#include "services/gateway/test_support.h"

namespace unioncare::gateway {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

absl::Status TwoBadFields() {
  return status::BadFields(
      {{"roster.headcount", "RANGE", "Must be 1 to 1000000.", "须为1至1000000。"},
       {"roster.organization", "REQUIRED", "Must be set.", "必填。"}});
}

std::string Golden(const std::string& name) {
  std::string text = TestFile(name);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

TEST(ErrorResponseTest, IsAip193InEnglish) {
  const HttpResponse response = ErrorResponse(TwoBadFields(), {});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, Golden("error_fields.json"));
  EXPECT_THAT(response.headers, Contains(Pair("Content-Type", "application/json")));
}

TEST(ErrorResponseTest, IsInChineseWhenPreferred) {
  const HttpResponse response = ErrorResponse(TwoBadFields(), {.chinese = true});
  EXPECT_EQ(response.body, Golden("error_fields_zh.json"));
  EXPECT_THAT(response.headers, Contains(Pair("Content-Language", "zh-CN")));
}

TEST(ErrorResponseTest, IsAProblemWhenAskedFor) {
  const HttpResponse response = ErrorResponse(TwoBadFields(), {.problem = true});
  EXPECT_EQ(response.body, Golden("problem_fields.json"));
  EXPECT_THAT(response.headers, Contains(Pair("Content-Type", "application/problem+json")));
}

TEST(ErrorResponseTest, IsAChineseProblem) {
  const absl::Status status =
      status::Refuse(status::kWrongState, {{"state", "DRAFT"}, {"verb", "approve"}});
  EXPECT_EQ(ErrorResponse(status, {.chinese = true, .problem = true}).body,
            Golden("problem_state_zh.json"));
}

TEST(ErrorResponseTest, TellsWhenToRetry) {
  const absl::Status busy = status::WithRetryAfter(status::Refuse(status::kOverloaded), 7);
  EXPECT_EQ(ErrorResponse(busy, {}).status, 503);
  EXPECT_THAT(ErrorResponse(busy, {}).headers, Contains(Pair("Retry-After", "7")));
  EXPECT_THAT(ErrorResponse(status::Refuse(status::kDraining), {}).headers,
              Contains(Pair("Retry-After", "1")));
}

TEST(ErrorResponseTest, AsksForABearer) {
  EXPECT_THAT(ErrorResponse(status::Refuse(status::kUnauthenticated), {}).headers,
              Contains(Pair("WWW-Authenticate", "Bearer")));
}

TEST(ErrorResponseTest, NeverShowsAForeignText) {
  const HttpResponse response = ErrorResponse(absl::InternalError("SELECT secret"), {});
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, Not(HasSubstr("SELECT")));
}

TEST(HttpStatusTest, FollowsTheCode) {
  const std::vector<std::pair<int, int>> expected = {{google::rpc::CANCELLED, 499},
                                                     {google::rpc::UNKNOWN, 500},
                                                     {google::rpc::INVALID_ARGUMENT, 400},
                                                     {google::rpc::DEADLINE_EXCEEDED, 504},
                                                     {google::rpc::NOT_FOUND, 404},
                                                     {google::rpc::ALREADY_EXISTS, 409},
                                                     {google::rpc::PERMISSION_DENIED, 403},
                                                     {google::rpc::UNAUTHENTICATED, 401},
                                                     {google::rpc::RESOURCE_EXHAUSTED, 429},
                                                     {google::rpc::FAILED_PRECONDITION, 400},
                                                     {google::rpc::ABORTED, 409},
                                                     {google::rpc::OUT_OF_RANGE, 400},
                                                     {google::rpc::UNIMPLEMENTED, 501},
                                                     {google::rpc::INTERNAL, 500},
                                                     {google::rpc::UNAVAILABLE, 503},
                                                     {google::rpc::DATA_LOSS, 500}};
  for (const auto& [code, http] : expected) {
    google::rpc::Status status;
    status.set_code(code);
    EXPECT_EQ(HttpStatusOf(status), http) << code;
  }
}

TEST(FromGrpcTest, KeepsWhatTheServiceSaid) {
  const google::rpc::Status said = status::ToRpcStatus(status::Refuse(status::kChangedSinceSeen));
  EXPECT_EQ(status::ReasonOf(FromGrpc(google::rpc::ABORTED, said.SerializeAsString(), "Medical")),
            "CHANGED_SINCE_SEEN");
}

TEST(FromGrpcTest, IsGeneralWithoutOrAgainstDetails) {
  const std::string said =
      status::ToRpcStatus(status::Refuse(status::kChangedSinceSeen)).SerializeAsString();
  EXPECT_EQ(status::ReasonOf(FromGrpc(google::rpc::NOT_FOUND, said, "Medical")), "INTERNAL");
  EXPECT_EQ(status::ReasonOf(FromGrpc(google::rpc::UNKNOWN, "", "Medical")), "INTERNAL");
  EXPECT_EQ(status::ReasonOf(FromGrpc(google::rpc::UNAVAILABLE, "", "Medical")),
            "BACKEND_UNAVAILABLE");
  EXPECT_EQ(status::ReasonOf(FromGrpc(google::rpc::DEADLINE_EXCEEDED, "\xff", "Medical")),
            "DEADLINE_EXCEEDED");
}

TEST(StyleTest, IsChosenByTheHeaders) {
  const std::vector<std::pair<std::string, bool>> chinese = {{"", false},
                                                             {"zh-CN,zh;q=0.9,en;q=0.8", true},
                                                             {"en,zh;q=0.5", false},
                                                             {"zh", true},
                                                             {"zh-TW;q=0.3", true},
                                                             {"en;q=0.3,zh;q=0.35", true},
                                                             {"zh;q=0", false},
                                                             {"fr", false},
                                                             {"en-GB, zh", true},
                                                             {"zh;q=nan", true},
                                                             {"zhx", false}};
  for (const auto& [language, expected] : chinese) {
    EXPECT_EQ(StyleOf({{"accept-language", language}}).chinese, expected) << language;
  }
  EXPECT_TRUE(StyleOf({{"accept", "application/json, application/problem+json"}}).problem);
}

}  // namespace
}  // namespace unioncare::gateway
