#pragma once

#include <functional>
#include <string>

#include "common/change/pipeline.h"
#include "common/db/connection.h"
#include "tests/bench/load.h"

// What a benchmark prints, and the final state it checks.
namespace unioncare::bench {

// One subject under one load, over all its phases.
class Series {
 public:
  // `pipeline` may be nullptr; with it the average batch is measured.
  Series(std::string name, db::Address database, change::Pipeline* pipeline = nullptr);

  void Measure(const std::function<Outcome()>& phase);
  void Print();
  double CpuPerRequest() const;  // microseconds, process and database

  const std::string& name() const { return name_; }
  Outcome& outcome() { return outcome_; }
  const Outcome& outcome() const { return outcome_; }

 private:
  const std::string name_;
  const db::Address database_;
  change::Pipeline* const pipeline_;
  Outcome outcome_;
  int64_t database_cpu_micros_ = 0;
  int64_t batches_ = 0;
  int64_t commands_ = 0;
};

void PrintHeader();
// "P1/64 ratio=4.20 goal=3.50 ours=9800 baseline=2333 cpu_ratio=4.31": acknowledged per second, and
// last by how much less CPU a request took, process and database together.
std::string RateFigure(const std::string& figure, const char* goal, Series& ours, Series& baseline);
// "P1b/1 ratio=0.80 goal=1.00 ours=640 baseline=800 cpu_ratio=…": median latency in microseconds.
std::string LatencyFigure(const std::string& figure, const char* goal, Series& ours,
                          Series& baseline);

// The final state of a run; wrong as soon as one check was.
class FinalState {
 public:
  void Expect(const std::string& what, int64_t actual, int64_t expected);
  // Chain and rows, all of them, in steps.
  void ExpectSoundJournal(const db::Address& database);
  bool right() const { return right_; }

 private:
  bool right_ = true;
};

void PrintDataSize(const std::string& name, const db::Address& database);

}  // namespace unioncare::bench
