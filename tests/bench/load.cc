#include "tests/bench/load.h"

#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace unioncare::bench {
namespace {

using Clock = std::chrono::steady_clock;

int64_t Micros(Clock::duration time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

int64_t CpuMicros() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1'000'000 + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

// What one call after another has seen; each flight or thread writes its own.
struct Lane {
  int64_t refused = 0;
  std::vector<int64_t> latencies;

  void Count(bool acknowledged, Clock::time_point started) {
    if (acknowledged) {
      latencies.push_back(Micros(Clock::now() - started));
    } else {
      ++refused;
    }
  }
};

class Stopwatch {
 public:
  Outcome Stop(const std::vector<Lane>& lanes) const {
    Outcome outcome;
    outcome.elapsed_micros = Micros(Clock::now() - started_);
    outcome.cpu_micros = CpuMicros() - cpu_;
    for (const Lane& lane : lanes) {
      outcome.refused += lane.refused;
      outcome.latencies.insert(outcome.latencies.end(), lane.latencies.begin(),
                               lane.latencies.end());
    }
    outcome.acknowledged = static_cast<int64_t>(outcome.latencies.size());
    return outcome;
  }

 private:
  const Clock::time_point started_ = Clock::now();
  const int64_t cpu_ = CpuMicros();
};

class InFlight {
 public:
  InFlight(int in_flight, Clock::time_point end, const StartCall& start)
      : end_(end), start_(start), live_(in_flight), lanes_(in_flight) {}

  const std::vector<Lane>& Run() {
    for (Lane& lane : lanes_) Next(lane);
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return live_ == 0; });
    return lanes_;
  }

 private:
  void Next(Lane& lane) {
    const auto started = Clock::now();
    const bool started_one = started < end_ && start_([this, &lane, started](bool acknowledged) {
                               lane.Count(acknowledged, started);
                               Next(lane);
                             });
    if (started_one) return;
    const std::lock_guard lock(mutex_);
    if (--live_ == 0) ended_.notify_all();
  }

  const Clock::time_point end_;
  const StartCall& start_;
  std::mutex mutex_;
  std::condition_variable ended_;
  int live_;
  std::vector<Lane> lanes_;
};

}  // namespace

double Outcome::PerSecond() const {
  return elapsed_micros == 0 ? 0 : static_cast<double>(acknowledged) * 1e6 / elapsed_micros;
}

int64_t Outcome::Percentile(int percent) {
  if (latencies.empty()) return 0;
  std::ranges::sort(latencies);
  return latencies[(latencies.size() - 1) * percent / 100];
}

double Outcome::CpuPerRequest() const {
  return acknowledged == 0 ? 0 : static_cast<double>(cpu_micros) / acknowledged;
}

void Outcome::Add(Outcome other) {
  acknowledged += other.acknowledged;
  refused += other.refused;
  elapsed_micros += other.elapsed_micros;
  cpu_micros += other.cpu_micros;
  latencies.insert(latencies.end(), other.latencies.begin(), other.latencies.end());
}

Outcome RunInFlight(int in_flight, std::chrono::milliseconds time, const StartCall& start) {
  const Stopwatch watch;
  InFlight loop(in_flight, Clock::now() + time, start);
  return watch.Stop(loop.Run());
}

Outcome RunThreads(int threads, std::chrono::milliseconds time,
                   const std::function<bool(int thread)>& work) {
  const Stopwatch watch;
  const auto end = Clock::now() + time;
  std::vector<Lane> lanes(threads);
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      for (auto started = Clock::now(); started < end; started = Clock::now()) {
        lanes[i].Count(work(i), started);
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  return watch.Stop(lanes);
}

}  // namespace unioncare::bench
