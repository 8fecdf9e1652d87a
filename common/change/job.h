#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/change/command.h"
#include "common/change/pipeline.h"
#include "common/db/connection.h"

// Work that a command starts, or that falls due: a row written in the command's transaction. One
// runner issues it as chunk commands whose request_id derives from job and position, so that it
// resumes after a crash and does nothing twice, however many replicas run it.
namespace unioncare::change {

struct JobRow {
  static constexpr db::Literal kTable{"job"};
  int64_t id = 0;
  std::string kind;           // chooses the chunk's maker
  int64_t subject = 0;        // what it works on, such as a roster's id
  int64_t position = 0;       // how far it came, in the job's own terms
  base::Instant due;          // security clock
  std::string state = "DUE";  // or "DONE"

  int64_t Key() const { return id; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("kind", row.kind);
    visit("subject", row.subject);
    visit("position", row.position);
    visit("due_at", row.due);
    visit("state", row.state);
  }
};

// The request of a job's next chunk.
Request ChunkRequest(const JobRow& job);

class JobRunner {
 public:
  // Makes the command of a job's next chunk; it may read immutable rows. The command locks the job
  // row, does its part, and moves the row's position or sets it DONE.
  using Maker =
      std::function<absl::StatusOr<std::unique_ptr<AnyCommand>>(db::Connection&, const JobRow&)>;

  JobRunner(Pipeline& pipeline, db::Address database, const base::Clock& security,
            std::map<std::string, Maker> makers);
  ~JobRunner();

  // There may be something due: looks at once. The pipeline calls it after commits that wrote jobs;
  // besides, the runner looks once a second.
  void Wake();

 private:
  void Loop();
  // True when something was done.
  absl::StatusOr<bool> RunDue();
  absl::StatusOr<std::vector<JobRow>> DueAfter(const std::optional<JobRow>& last);
  absl::Status RunToEnd(const JobRow& job);
  absl::StatusOr<JobRow> Reload(const JobRow& job);

  Pipeline& pipeline_;
  const db::Address database_;
  const base::Clock& security_;
  const std::map<std::string, Maker> makers_;
  std::unique_ptr<db::Connection> connection_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace unioncare::change
