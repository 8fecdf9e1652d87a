#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/status/status.h"
#include "google/protobuf/message.h"

// The life of a process, the same for every service:
//   configuration > start (pool, schema, followers, server that is not serving) > serving >
//   SIGTERM or SIGINT: not serving, at least 500 ms for load balancers to notice while everything
//   is still answered, drain, stop > exit code 0 within 10 s of the signal. A signal that comes
//   before serving ends the process at once, with 0.
// Flags: --config=<file>; with --migrate or --check it does that one thing and exits. What keeps it
// from starting is one line on stderr and exit code 2.
//
//   int main(int argc, char** argv) {
//     unioncare::medical::v1::Config config;
//     return unioncare::app::Main(argc, argv, &config,
//                                 {.name = "unioncare-medical",
//                                  .check = [&] { return medical::Check(config); },
//                                  .migrate = [&] { return medical::Migrate(config); },
//                                  .start = [&] { return medical::Start(config); }});
//   }
namespace unioncare::app {

inline constexpr std::chrono::milliseconds kNoticeTime{500};
// From the signal: until then Drain has finished; what still runs at the limit is ended by SIGALRM.
inline constexpr std::chrono::seconds kDrainTime{8};
inline constexpr std::chrono::seconds kStopLimit{10};

inline constexpr status::Reason kBadFlags{
    "BAD_FLAGS", absl::StatusCode::kInvalidArgument,
    "Give --config=<file>, at most one of --migrate and --check, and nothing else.",
    "请给出--config=<文件>，--migrate与--check至多选其一，且不带其他参数。"};

// A service that has started. Destroyed after Drain, which must leave nothing running.
class Running {
 public:
  virtual ~Running() = default;

  // What the health service answers. False at first; calls are answered either way.
  virtual void SetServing(bool serving) = 0;

  // Takes nothing new, finishes what was accepted, ends servers, followers and threads.
  virtual void Drain(std::chrono::steady_clock::time_point deadline) = 0;
};

// All are called after the configuration was read, with SIGTERM and SIGINT blocked, so that threads
// they start inherit that.
struct Steps {
  std::string name;                       // "unioncare-medical"
  std::function<absl::Status()> check;    // may this configuration serve? Changes nothing.
  std::function<absl::Status()> migrate;  // brings the schema up to date
  std::function<absl::StatusOr<std::unique_ptr<Running>>()> start;
};

// The process's exit code: 0, or 2 when it could not do what was asked. `config` is the service's
// empty message.
int Main(int argc, char** argv, google::protobuf::Message* config, const Steps& steps);

}  // namespace unioncare::app
