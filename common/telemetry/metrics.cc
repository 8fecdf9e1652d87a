#include "common/telemetry/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <exception>

namespace unioncare::telemetry {
namespace {

const std::shared_ptr<prometheus::Registry>& Registry() {
  static const auto registry = std::make_shared<prometheus::Registry>();
  return registry;
}

}  // namespace

const std::vector<double> kLatencySeconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                             0.1,    0.25,  0.5,    1,     2.5,  5,     10};

void Counter::Add(int64_t count) const { counter_->Increment(static_cast<double>(count)); }
int64_t Counter::value() const { return static_cast<int64_t>(counter_->Value()); }

void Gauge::Set(int64_t value) const { gauge_->Set(static_cast<double>(value)); }
void Gauge::Add(int64_t count) const { gauge_->Increment(static_cast<double>(count)); }
int64_t Gauge::value() const { return static_cast<int64_t>(gauge_->Value()); }

void Histogram::Observe(double value) const { histogram_->Observe(value); }

Counter DeclareCounter(const std::string& name, const std::string& help, const Labels& labels) {
  return Counter(
      prometheus::BuildCounter().Name(name).Help(help).Register(*Registry()).Add(labels));
}

Gauge DeclareGauge(const std::string& name, const std::string& help, const Labels& labels) {
  return Gauge(prometheus::BuildGauge().Name(name).Help(help).Register(*Registry()).Add(labels));
}

Histogram DeclareHistogram(const std::string& name, const std::string& help, const Labels& labels,
                           const std::vector<double>& bounds) {
  return Histogram(
      prometheus::BuildHistogram().Name(name).Help(help).Register(*Registry()).Add(labels, bounds));
}

std::string MetricsText() { return prometheus::TextSerializer().Serialize(Registry()->Collect()); }

MetricsServer::MetricsServer(std::unique_ptr<prometheus::Exposer> exposer)
    : exposer_(std::move(exposer)) {}
MetricsServer::MetricsServer(MetricsServer&&) = default;
MetricsServer::~MetricsServer() = default;

absl::StatusOr<MetricsServer> MetricsServer::Start(int port) {
  if (port == 0) return MetricsServer(nullptr);
  const std::string address = "127.0.0.1:" + std::to_string(port);
  try {
    auto exposer = std::make_unique<prometheus::Exposer>(address);
    exposer->RegisterCollectable(Registry());
    return MetricsServer(std::move(exposer));
  } catch (const std::exception&) {
    return Refuse(kMetricsAddressTaken, {{"address", address}});
  }
}

}  // namespace unioncare::telemetry
