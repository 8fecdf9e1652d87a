#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/id.h"
#include "common/change/command.h"
#include "common/change/unit_of_work.h"
#include "common/db/connection.h"

// The one write path.
//
// Whatever changes data is a Command. The pipeline takes what has queued up (no timer: while one
// batch commits, the next gathers) and runs the whole batch in one transaction:
//
//   lock the journal's head        the fence between processes; nothing is locked before it
//   look the request_ids up        behind the fence: before it, a concurrent duplicate is missed
//   lock and load rows             set-wise, round by round, until no command asks for more; the
//                                  first round travels in one packet with the two above
//   decide, in arrival order       in memory; each command sees what the earlier ones decided
//   write rows, journal, replies   a few multi-row statements, however many commands,
//   COMMIT                         in one packet; and only then is anyone answered
//
// From this one place come: durability before the reply; idempotency (a request_id is answered
// once, its stored reply is given again byte for byte); the audit trail and event feed; retry of
// conflicts by the database's error contract; a bounded queue that refuses at once; and the hot row
// that is locked once a batch instead of once a call.
//
// When a batch fails:
//   conflict                       the whole batch again, at most 5 times, everything decided anew
//   connection lost, or lost at COMMIT ("unknown")
//                                  again on a new connection: the request rows, plain INSERTs, turn
//                                  what was committed into replays
//   duplicate key                  again once (somebody else was first; now the row is found)
//   then, and for faults of ours   the batch is halved until the one bad command fails alone
//   database away                  everybody is told to come back; nothing is known to be lost
//
// What is stored under a request_id: replies (400 days) and refusals that Decide gave (7 days);
// never what failed for reasons of infrastructure.
namespace unioncare::change {

class Pipeline {
 public:
  struct Options {
    size_t max_batch = 256;
    size_t max_queue = 2048;
    int max_attempts = 5;
    std::string rule_version;  // of the code that decides, such as "medical/1"
    // Keys the hashes by which repeated requests are compared: a plain hash of a request that holds
    // a citizen number could be guessed.
    std::string body_hash_key;
    // A test's negative control: without it, a repeated request is done twice.
    bool idempotent = true;
  };
  // Gets the reply's bytes or the refusal, on a thread of the pipeline's, exactly once.
  using Done = std::function<void(absl::StatusOr<std::string>)>;

  Pipeline(std::unique_ptr<UnitOfWork> work, db::Address database, const base::Clock& security,
           const base::Clock& business, Options options);
  ~Pipeline();  // drains
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Queues the command. OVERLOADED (with RetryInfo) when the queue is full, DRAINING after Drain;
  // then `done` is not called.
  absl::Status Submit(std::unique_ptr<AnyCommand> command, Done done);
  // Submits and waits; for jobs and file chunks, never on a gRPC thread.
  absl::StatusOr<std::string> Run(std::unique_ptr<AnyCommand> command);

  const std::string& body_hash_key() const { return options_.body_hash_key; }

  // Called after each commit that wrote job rows, on the pipeline's thread.
  void OnJobs(std::function<void()> hook);

  // Takes no more, finishes what was taken.
  void Drain();

  struct Counters {
    std::atomic<int64_t> batches{0};
    std::atomic<int64_t> commands{0};
    std::atomic<int64_t> retries{0};
  };
  const Counters& counters() const { return counters_; }

 private:
  struct Item {
    std::unique_ptr<AnyCommand> command;
    Done done;
    absl::StatusOr<std::string> answer = absl::UnknownError("undecided");
  };
  using Batch = std::vector<Item*>;
  class Attempt;

  void WriteLoop();
  void ReplyLoop();
  std::vector<std::unique_ptr<Item>> Take();
  void Process(const Batch& batch);
  absl::Status TryTransaction(const Batch& batch);
  absl::Status EnsureConnection();
  void Pause(int attempt);
  void Bisect(const Batch& batch, const absl::Status& error);

  const std::unique_ptr<UnitOfWork> work_;
  const db::Address database_;
  const base::Clock& security_;
  const base::Clock& business_;
  const Options options_;
  Counters counters_;
  std::unique_ptr<db::Connection> connection_;
  std::unique_ptr<base::IdSource> ids_;

  std::mutex mutex_;
  std::function<void()> on_jobs_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Item>> queue_;
  bool draining_ = false;

  std::mutex reply_mutex_;
  std::condition_variable reply_wake_;
  std::deque<std::unique_ptr<Item>> replies_;
  bool replies_end_ = false;

  std::thread writer_;
  std::thread replier_;
};

}  // namespace unioncare::change
