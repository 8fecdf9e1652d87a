#include "common/rpc/endpoint.h"

#include <gtest/gtest.h>

#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::rpc {
namespace {

TEST(GrpcStatusTest, ARefusalComesBackWhole) {
  const absl::Status refusal =
      status::WithRetryAfter(status::Refuse(status::kWrongState, {{"state", "DRAFT"}}), 3);
  const grpc::Status wire = ToGrpc(refusal);
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(FromGrpc(wire), refusal);
  EXPECT_EQ(status::ReasonOf(FromGrpc(wire)), "WRONG_STATE");
}

TEST(GrpcStatusTest, OkIsOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

// A text that was not made for callers stays behind.
TEST(GrpcStatusTest, AStatusOfSomebodyElseIsInternal) {
  const grpc::Status wire = ToGrpc(absl::NotFoundError("row 339901199001010018"));
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(wire.error_details().find("339901"), std::string::npos);
  EXPECT_EQ(wire.error_message().find("339901"), std::string::npos);
}

TEST(GrpcStatusTest, APeerWithoutDetailsKeepsItsCode) {
  const absl::Status status = FromGrpc({grpc::StatusCode::UNAVAILABLE, "text", "not a status"});
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status::ReasonOf(status), "");
}

}  // namespace
}  // namespace unioncare::rpc
