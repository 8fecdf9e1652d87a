#include "common/telemetry/trace.h"

#include <gtest/gtest.h>

#include "common/base/test_rows.h"

namespace unioncare::telemetry {
namespace {

constexpr char kHeader[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceTest, ParsesExactlyTheValidHeaders) {
  const auto rows = base::TestRows(UC_SOURCE_DIR "/common/telemetry/testdata/traceparent.csv");
  ASSERT_GE(rows.size(), 20u);
  for (const auto& row : rows) {
    const auto trace = ParseTraceparent(row[0]);
    EXPECT_EQ(trace.has_value(), row[1] == "yes") << row[0];
    if (trace) {
      EXPECT_EQ(trace->sampled, row[2] == "yes") << row[0];
    }
  }
  EXPECT_FALSE(ParseTraceparent("").has_value());
}

TEST(TraceTest, ComesBackAsItWas) {
  EXPECT_EQ(ToTraceparent(ParseTraceparent(kHeader).value()), kHeader);
}

TEST(TraceTest, NewTraceIsValidAndItsOwn) {
  const TraceContext trace = NewTrace();
  EXPECT_EQ(ParseTraceparent(ToTraceparent(trace)), trace);
  EXPECT_NE(NewTrace().trace_id, trace.trace_id);
}

TEST(TraceTest, ChildKeepsTheTraceAndHasItsOwnSpan) {
  const TraceContext child = ContinueTrace(kHeader);
  EXPECT_EQ(child.trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_NE(child.span_id, "00f067aa0ba902b7");
  EXPECT_TRUE(child.sampled);
}

TEST(TraceTest, MalformedHeaderBeginsATrace) {
  EXPECT_TRUE(ParseTraceparent(ToTraceparent(ContinueTrace("x"))).has_value());
}

}  // namespace
}  // namespace unioncare::telemetry
