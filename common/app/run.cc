#include "common/app/run.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "common/app/config.h"
#include "common/telemetry/log.h"

ABSL_FLAG(std::string, config, "", "Configuration, protobuf text format.");
ABSL_FLAG(bool, migrate, false, "Bring the schema up to date and exit.");
ABSL_FLAG(bool, check, false, "Check configuration, keys and schema and exit.");

namespace unioncare::app {
namespace {

using telemetry::Level;
using telemetry::Log;

constexpr int kFailed = 2;

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// Before any thread starts: all inherit the mask, and only StopSignal takes the signals.
void PrepareProcess() {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  // A core file would hold people's data in clear.
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
}

std::string WaitForStop() {
  const sigset_t signals = StopSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  return signal == SIGTERM ? "SIGTERM" : "SIGINT";
}

// Takes the signal on a thread of its own. Until somebody awaits it, there is nothing to drain (a
// migration, a start that waits for the database) and the process ends at once.
class StopSignal {
 public:
  // The thread lives as long as the process, and so does this.
  static StopSignal& Start() {
    static StopSignal* const stop = new StopSignal;
    std::thread([] { stop->Take(); }).detach();
    return *stop;
  }

  std::future<std::string> Await() {
    awaited_ = true;
    return signal_.get_future();
  }

 private:
  void Take() {
    const std::string signal = WaitForStop();
    if (!awaited_) {
      Log(Level::kInfo, "stopped_before_serving", {{"signal", signal}});
      _exit(0);
    }
    signal_.set_value(signal);
  }

  std::atomic<bool> awaited_{false};
  std::promise<std::string> signal_;
};

int Fail(std::string_view event, const absl::Status& status) {
  Log(Level::kError, event,
      {{"reason", status::ReasonOf(status)}, {"message", std::string(status.message())}});
  return kFailed;
}

int RunOnce(std::string_view verb, const std::function<absl::Status()>& step) {
  const absl::Status status = step();
  if (!status.ok()) return Fail("failed", status);
  Log(Level::kInfo, "done", {{"verb", verb}});
  return 0;
}

void Stop(std::unique_ptr<Running> running) {
  const auto signalled = std::chrono::steady_clock::now();
  alarm(kStopLimit.count());
  running->SetServing(false);
  std::this_thread::sleep_until(signalled + kNoticeTime);
  running->Drain(signalled + kDrainTime);
  running.reset();
}

int Serve(const Steps& steps, StopSignal& stop) {
  absl::StatusOr<std::unique_ptr<Running>> running = steps.start();
  if (!running.ok()) return Fail("cannot_start", running.status());
  std::future<std::string> signal = stop.Await();
  (*running)->SetServing(true);
  Log(Level::kInfo, "serving");
  Log(Level::kInfo, "stopping", {{"signal", signal.get()}});
  Stop(*std::move(running));
  Log(Level::kInfo, "stopped");
  return 0;
}

}  // namespace

int Main(int argc, char** argv, google::protobuf::Message* config, const Steps& steps) {
  telemetry::SetLogService(steps.name);
  PrepareProcess();
  const std::vector<char*> positional = absl::ParseCommandLine(argc, argv);
  const std::string path = absl::GetFlag(FLAGS_config);
  const bool migrate = absl::GetFlag(FLAGS_migrate);
  const bool check = absl::GetFlag(FLAGS_check);
  if (positional.size() > 1 || path.empty() || (migrate && check)) {
    return Fail("cannot_start", Refuse(kBadFlags));
  }
  if (absl::Status status = LoadConfig(path, config); !status.ok()) {
    return Fail("cannot_start", status);
  }
  Log(Level::kInfo, "configured", {{"config", RedactedConfig(*config)}});
  StopSignal& stop = StopSignal::Start();
  if (migrate) return RunOnce("migrate", steps.migrate);
  if (check) return RunOnce("check", steps.check);
  return Serve(steps, stop);
}

}  // namespace unioncare::app
