#include "tests/bench/report.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "common/change/journal.h"
#include "common/testing/mariadb.h"
#include "services/medical/store/store.h"
#include "tests/bench/place.h"

namespace unioncare::bench {
namespace {

// User and system time of the database process, from /proc/<pid>/stat.
int64_t DatabaseCpuMicros(const db::Address& database) {
  std::ifstream pid_file(std::filesystem::path(database.unix_socket).parent_path() / "pid");
  int64_t pid = 0;
  pid_file >> pid;
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string word;
  int64_t user = 0;
  int64_t system = 0;
  for (int i = 1; i < 14 && stat >> word; ++i) continue;
  stat >> user >> system;
  return (user + system) * 1'000'000 / sysconf(_SC_CLK_TCK);
}

std::string FigureLine(const std::string& figure, const char* goal, double ours, double baseline,
                       double cpu_ratio) {
  char line[160];
  std::snprintf(line, sizeof line, "%s ratio=%.2f goal=%s ours=%.0f baseline=%.0f cpu_ratio=%.2f",
                figure.c_str(), ours / baseline, goal, ours, baseline, cpu_ratio);
  return line;
}

}  // namespace

Series::Series(std::string name, db::Address database, change::Pipeline* pipeline)
    : name_(std::move(name)), database_(std::move(database)), pipeline_(pipeline) {}

void Series::Measure(const std::function<Outcome()>& phase) {
  const int64_t batches = pipeline_ == nullptr ? 0 : pipeline_->counters().batches.load();
  const int64_t commands = pipeline_ == nullptr ? 0 : pipeline_->counters().commands.load();
  const int64_t cpu = DatabaseCpuMicros(database_);
  Outcome outcome = phase();
  database_cpu_micros_ += DatabaseCpuMicros(database_) - cpu;
  std::printf("  %-22s %9.0f/s\n", name_.c_str(), outcome.PerSecond());
  std::fflush(stdout);
  outcome_.Add(std::move(outcome));
  if (pipeline_ == nullptr) return;
  batches_ += pipeline_->counters().batches - batches;
  commands_ += pipeline_->counters().commands - commands;
}

void PrintHeader() {
  std::printf("%-24s %10s %9s %9s %11s %11s %7s\n", "", "acked/s", "p50 ms", "p99 ms", "cpu us/req",
              "db us/req", "batch");
}

void Series::Print() {
  const double acknowledged = static_cast<double>(std::max<int64_t>(outcome_.acknowledged, 1));
  std::printf("%-24s %10.0f %9.2f %9.2f %11.1f %11.1f %7.1f\n", name_.c_str(), outcome_.PerSecond(),
              outcome_.Percentile(50) / 1e3, outcome_.Percentile(99) / 1e3,
              outcome_.CpuPerRequest(), database_cpu_micros_ / acknowledged,
              batches_ == 0 ? 1.0 : static_cast<double>(commands_) / batches_);
}

double Series::CpuPerRequest() const {
  const double acknowledged = static_cast<double>(std::max<int64_t>(outcome_.acknowledged, 1));
  return outcome_.CpuPerRequest() + database_cpu_micros_ / acknowledged;
}

std::string RateFigure(const std::string& figure, const char* goal, Series& ours,
                       Series& baseline) {
  return FigureLine(figure, goal, ours.outcome().PerSecond(), baseline.outcome().PerSecond(),
                    baseline.CpuPerRequest() / ours.CpuPerRequest());
}

std::string LatencyFigure(const std::string& figure, const char* goal, Series& ours,
                          Series& baseline) {
  return FigureLine(figure, goal, ours.outcome().Percentile(50), baseline.outcome().Percentile(50),
                    baseline.CpuPerRequest() / ours.CpuPerRequest());
}

void FinalState::Expect(const std::string& what, int64_t actual, int64_t expected) {
  const bool is_right = actual == expected;
  right_ &= is_right;
  std::printf("%s %s: %lld%s\n", is_right ? "right" : "WRONG", what.c_str(),
              static_cast<long long>(actual),
              is_right ? "" : (", expected " + std::to_string(expected)).c_str());
}

void FinalState::ExpectSoundJournal(const db::Address& database) {
  const auto connection = testing::Connect(database);
  const medical::store::Store store;
  journal::v1::VerifyJournalRequest request;
  int64_t findings = 0;
  int64_t rows = 0;
  journal::v1::VerifyJournalResponse response;
  do {
    request.set_from_sequence(response.verified_to() + 1);
    Must(connection->BeginSnapshot());
    response = Must(change::Verify(*connection, store.tables(), request));
    connection->Rollback();
    findings += response.findings_size();
    rows += response.rows_checked();
  } while (response.verified_to() < response.head_sequence());
  std::printf("      journal: %lld entries and %lld rows verified\n",
              static_cast<long long>(response.verified_to()), static_cast<long long>(rows));
  Expect("findings of the verification", findings, 0);
}

void PrintDataSize(const std::string& name, const db::Address& database) {
  const int64_t bytes = testing::Number(
      database, db::Sql("SELECT SUM(data_length+index_length) FROM information_schema.tables "
                        "WHERE table_schema=DATABASE()"));
  std::printf("      data of %s: %lld MB\n", name.c_str(), static_cast<long long>(bytes >> 20));
}

}  // namespace unioncare::bench
