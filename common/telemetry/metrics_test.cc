#include "common/telemetry/metrics.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace unioncare::telemetry {
namespace {

using testing::HasSubstr;

TEST(MetricsTest, SameNameAndLabelsAreTheSameCounter) {
  const Counter counter = DeclareCounter("demo_replays_total", "Replies given again.");
  counter.Add();
  DeclareCounter("demo_replays_total", "Replies given again.").Add(2);
  EXPECT_EQ(counter.value(), 3);
}

TEST(MetricsTest, LabelsKeepCountersApart) {
  DeclareCounter("demo_calls_total", "Calls.", {{"method", "a"}}).Add();
  EXPECT_EQ(DeclareCounter("demo_calls_total", "Calls.", {{"method", "b"}}).value(), 0);
  EXPECT_THAT(MetricsText(), HasSubstr("demo_calls_total{method=\"a\"} 1"));
}

TEST(MetricsTest, GaugeGoesBothWays) {
  const Gauge gauge = DeclareGauge("demo_depth", "Commands that wait.");
  gauge.Set(5);
  gauge.Add(-2);
  EXPECT_EQ(gauge.value(), 3);
}

TEST(MetricsTest, HistogramCountsBelowItsBounds) {
  const Histogram histogram =
      DeclareHistogram("demo_batch_commands", "Commands of a batch.", {}, {1, 16, 256});
  histogram.Observe(10);
  EXPECT_THAT(MetricsText(), HasSubstr("demo_batch_commands_bucket{le=\"1\"} 0"));
  EXPECT_THAT(MetricsText(), HasSubstr("demo_batch_commands_bucket{le=\"16\"} 1"));
}

TEST(MetricsServerTest, PortZeroServesNothing) { EXPECT_TRUE(MetricsServer::Start(0).ok()); }

TEST(MetricsServerTest, TakenPortIsSaid) {
  const int holder = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(holder, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(holder, 1), 0);
  ASSERT_EQ(getsockname(holder, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const auto server = MetricsServer::Start(ntohs(address.sin_port));
  EXPECT_EQ(status::ReasonOf(server.status()), "METRICS_ADDRESS_TAKEN");
  close(holder);
}

}  // namespace
}  // namespace unioncare::telemetry
