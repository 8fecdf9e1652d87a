#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/status/status.h"

namespace prometheus {
class Counter;
class Exposer;
class Gauge;
class Histogram;
}  // namespace prometheus

// Figures of this process, as Prometheus reads them. Declared once, at start; a declaration again
// with the same name and labels is the same metric. Handles are cheap to copy and live for good;
// counting is one atomic operation.
//
//   const Counter replays = DeclareCounter("unioncare_replays_total", "Replies given again.");
//   replays.Add();
//
// Names are snake_case with a unit ("_seconds", "_bytes", "_total"); labels have few values: a
// method or a state, never an id. A malformed name, or one of another kind, ends the process.
namespace unioncare::telemetry {

using Labels = std::map<std::string, std::string>;

class Counter {
 public:
  explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
  void Add(int64_t count = 1) const;
  int64_t value() const;

 private:
  prometheus::Counter* counter_;
};

class Gauge {
 public:
  explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
  void Set(int64_t value) const;
  void Add(int64_t count) const;  // may be negative
  int64_t value() const;

 private:
  prometheus::Gauge* gauge_;
};

class Histogram {
 public:
  explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
  void Observe(double value) const;

 private:
  prometheus::Histogram* histogram_;
};

// From 0.5 ms to 10 s.
extern const std::vector<double> kLatencySeconds;

Counter DeclareCounter(const std::string& name, const std::string& help, const Labels& labels = {});
Gauge DeclareGauge(const std::string& name, const std::string& help, const Labels& labels = {});
// `bounds` are the upper ends of the buckets, growing.
Histogram DeclareHistogram(const std::string& name, const std::string& help,
                           const Labels& labels = {},
                           const std::vector<double>& bounds = kLatencySeconds);

// Everything declared, as /metrics shows it.
std::string MetricsText();

// metadata: address
inline constexpr status::Reason kMetricsAddressTaken{
    "METRICS_ADDRESS_TAKEN", absl::StatusCode::kUnavailable,
    "Metrics cannot listen on {address}; free it or configure another metrics_port.",
    "指标服务无法监听{address}，请释放该地址或配置其他metrics_port。"};

// Serves http://127.0.0.1:<port>/metrics while it lives; with port 0 it serves nothing.
class MetricsServer {
 public:
  static absl::StatusOr<MetricsServer> Start(int port);

  MetricsServer(MetricsServer&&);
  ~MetricsServer();

 private:
  explicit MetricsServer(std::unique_ptr<prometheus::Exposer> exposer);
  std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace unioncare::telemetry
