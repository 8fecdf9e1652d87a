#include "common/change/pipeline.h"

#include <algorithm>
#include <future>
#include <random>
#include <utility>

#include "common/change/crash_point.h"
#include "common/change/job.h"
#include "common/change/journal.h"
#include "common/change/requests.h"
#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::change {
namespace {

// A command that still asks for rows after this many rounds asks forever.
constexpr int kMaxRounds = 8;

constexpr status::Reason kDuplicateKey{
    "ALREADY_EXISTS", absl::StatusCode::kAlreadyExists,
    "Something with the same unique key exists; read it and decide anew.",
    "已存在相同唯一键的记录，请查询后重新处理。"};

void SetTime(base::Instant at, google::protobuf::Timestamp& timestamp) {
  timestamp.set_seconds(at.micros / base::kMicrosPerSecond);
  timestamp.set_nanos(static_cast<int32_t>(at.micros % base::kMicrosPerSecond) * 1000);
}

absl::StatusOr<std::unique_ptr<base::IdSource>> LeaseNode(db::Connection& connection,
                                                          const base::Clock& clock) {
  RETURN_IF_ERROR(connection.Begin());
  RETURN_IF_ERROR(
      connection.Execute(db::Sql("UPDATE node_counter SET starts=starts+1 WHERE id=0")).status());
  ASSIGN_OR_RETURN(db::Rows rows,
                   connection.Query(db::Sql("SELECT starts FROM node_counter WHERE id=0")));
  if (!rows.Next()) return status::Refuse(status::kInternal);
  const int64_t starts = rows.Get<int64_t>(1);
  RETURN_IF_ERROR(connection.Commit());
  return std::make_unique<base::IdSource>(static_cast<int>(starts % (base::IdSource::kMaxNode + 1)),
                                          clock);
}

}  // namespace

// One run of a batch in one transaction.
class Pipeline::Attempt {
 public:
  Attempt(Pipeline& pipeline, const Batch& batch)
      : pipeline_(pipeline),
        work_(*pipeline.work_),
        connection_(*pipeline.connection_),
        batch_(batch) {}

  absl::Status Run() {
    RETURN_IF_ERROR(LockHeadAndLoad());
    CrashPoint("head_locked");
    RETURN_IF_ERROR(LoadMore());
    CrashPoint("rows_locked");
    for (Item* item : batch_) item->answer = Answer(*item->command);
    CrashPoint("decided");
    return Store();
  }

  bool stored() const { return stored_; }

 private:
  std::vector<base::Uuid> BatchIds() const {
    std::vector<base::Uuid> ids;
    for (const Item* item : batch_) ids.push_back(item->command->request().id);
    return ids;
  }

  // What is stored under the request_ids is read behind the head's lock: before it, a concurrent
  // duplicate would be missed.
  absl::Status LockHeadAndLoad() {
    work_.Clear();
    db::Script script;
    script.Add(db::Sql("START TRANSACTION READ WRITE"));
    script.Add(LockHead());
    if (pipeline_.options_.idempotent) script.Add(Requests::LookUp(BatchIds()));
    AskForRows(script);
    ASSIGN_OR_RETURN(std::deque<db::Rows> answers, connection_.Run(script));
    ASSIGN_OR_RETURN(JournalHead head, ReadHead(answers.at(0)));
    answers.pop_front();
    ReadClocks(head);
    journal_.emplace(std::move(head));
    if (pipeline_.options_.idempotent) {
      requests_.Read(answers.at(0));
      answers.pop_front();
    }
    work_.TakeAnswers(answers);
    return absl::OkStatus();
  }

  void ReadClocks(const JournalHead& head) {
    moment_.security = std::max(pipeline_.security_.Now(), head.security_time);
    moment_.business = std::max(pipeline_.business_.Now(), head.business_time);
    moment_.today = base::DateInShanghai(moment_.business);
    moment_.ids = pipeline_.ids_.get();
  }

  void AskForRows(db::Script& script) {
    for (const Item* item : batch_) item->command->NeedFrom(work_);
    work_.Ask(script);
  }

  absl::Status LoadMore() {
    for (int round = 1; round < kMaxRounds; ++round) {
      db::Script script;
      AskForRows(script);
      if (script.count() == 0) return absl::OkStatus();
      ASSIGN_OR_RETURN(std::deque<db::Rows> answers, connection_.Run(script));
      work_.TakeAnswers(answers);
    }
    return status::Refuse(status::kInternal);
  }

  absl::StatusOr<std::string> Answer(const AnyCommand& command) {
    const Request& request = command.request();
    if (auto known = requests_.Replay(request)) return *std::move(known);
    if (request.deadline && std::chrono::steady_clock::now() > *request.deadline) {
      return status::Refuse(status::kDeadlineExceeded);
    }
    work_.BeginCommand();
    absl::StatusOr<std::string> reply = DecideInScope(command);
    if (reply.ok()) {
      Journal(request);
    } else {
      work_.UndoCommand();
    }
    if (pipeline_.options_.idempotent) requests_.Remember(request, reply, moment_.security);
    return reply;
  }

  absl::StatusOr<std::string> DecideInScope(const AnyCommand& command) {
    const std::optional<RowScope> subject = command.SubjectIn(work_);
    if (!subject || !command.request().caller.Reaches(*subject)) {
      return status::Refuse(status::kNotFound);
    }
    moment_.caller = &command.request().caller;
    return command.DecideIn(work_, moment_);
  }

  void Journal(const Request& request) {
    journal::v1::Entry entry;
    entry.set_sequence(journal_->next_sequence());
    SetTime(moment_.security, *entry.mutable_time());
    SetTime(moment_.business, *entry.mutable_business_time());
    entry.set_actor(request.caller.account);
    for (const int role : request.caller.roles) {
      entry.add_roles(static_cast<options::v1::Role>(role));
    }
    entry.set_origin(request.origin);
    entry.set_request_id(request.id.data(), request.id.size());
    entry.set_trace_id(request.trace_id);
    entry.set_method(request.method);
    entry.set_rule_version(pipeline_.options_.rule_version);
    entry.set_request(request.redacted);
    work_.SealCommand(entry.sequence(), entry);
    journal_->Append(entry);
  }

  absl::Status Store() {
    if (journal_->empty() && requests_.empty()) {
      connection_.Rollback();
      return absl::OkStatus();
    }
    stored_ = true;
    db::Script script;
    work_.Flush(script);
    if (!journal_->empty()) journal_->Flush(script, moment_.security, moment_.business);
    requests_.Flush(script);
    script.AddCommit();
    RETURN_IF_ERROR(connection_.Run(script).status());
    CrashPoint("after_commit");
    return absl::OkStatus();
  }

  Pipeline& pipeline_;
  UnitOfWork& work_;
  db::Connection& connection_;
  const Batch& batch_;
  Moment moment_;
  std::optional<JournalAppender> journal_;
  Requests requests_;
  bool stored_ = false;
};

Pipeline::Pipeline(std::unique_ptr<UnitOfWork> work, db::Address database,
                   const base::Clock& security, const base::Clock& business, Options options)
    : work_(std::move(work)),
      database_(std::move(database)),
      security_(security),
      business_(business),
      options_(std::move(options)),
      writer_([this] { WriteLoop(); }),
      replier_([this] { ReplyLoop(); }) {}

Pipeline::~Pipeline() {
  Drain();
  writer_.join();
  {
    const std::lock_guard lock(reply_mutex_);
    replies_end_ = true;
  }
  reply_wake_.notify_all();
  replier_.join();
}

absl::Status Pipeline::Submit(std::unique_ptr<AnyCommand> command, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (draining_) return status::WithRetryAfter(status::Refuse(status::kDraining), 1);
    if (queue_.size() >= options_.max_queue) {
      return status::WithRetryAfter(status::Refuse(status::kOverloaded), 1);
    }
    queue_.push_back(std::make_unique<Item>(std::move(command), std::move(done)));
  }
  wake_.notify_one();
  return absl::OkStatus();
}

absl::StatusOr<std::string> Pipeline::Run(std::unique_ptr<AnyCommand> command) {
  auto answer = std::make_shared<std::promise<absl::StatusOr<std::string>>>();
  auto future = answer->get_future();
  RETURN_IF_ERROR(Submit(std::move(command), [answer](absl::StatusOr<std::string> reply) {
    answer->set_value(std::move(reply));
  }));
  return future.get();
}

void Pipeline::OnJobs(std::function<void()> hook) {
  const std::lock_guard lock(mutex_);
  on_jobs_ = std::move(hook);
}

void Pipeline::Drain() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  wake_.notify_all();
}

void Pipeline::WriteLoop() {
  while (true) {
    std::vector<std::unique_ptr<Item>> items = Take();
    if (items.empty()) return;
    CrashPoint("batch_taken");
    Batch batch;
    for (const auto& item : items) batch.push_back(item.get());
    Process(batch);
    CrashPoint("before_reply");
    {
      const std::lock_guard lock(reply_mutex_);
      for (auto& item : items) replies_.push_back(std::move(item));
    }
    reply_wake_.notify_one();
  }
}

// Waits for work; empty means the end.
std::vector<std::unique_ptr<Pipeline::Item>> Pipeline::Take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return draining_ || !queue_.empty(); });
  std::vector<std::unique_ptr<Item>> items;
  while (!queue_.empty() && items.size() < options_.max_batch) {
    const bool alone = queue_.front()->command->Alone();
    if (alone && !items.empty()) break;
    items.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (alone) break;
  }
  return items;
}

void Pipeline::ReplyLoop() {
  while (true) {
    std::deque<std::unique_ptr<Item>> ready;
    {
      std::unique_lock lock(reply_mutex_);
      reply_wake_.wait(lock, [this] { return replies_end_ || !replies_.empty(); });
      if (replies_.empty()) return;
      ready.swap(replies_);
    }
    for (const auto& item : ready) item->done(std::move(item->answer));
  }
}

void Pipeline::Process(const Batch& batch) {
  absl::Status error;
  bool duplicate_seen = false;
  for (int attempt = 0; attempt < options_.max_attempts; ++attempt) {
    error = TryTransaction(batch);
    if (error.ok()) return;
    if (connection_ != nullptr) connection_->Rollback();
    counters_.retries.fetch_add(1, std::memory_order_relaxed);
    const db::Action action = db::ActionOf(error);
    if (action == db::Action::kDuplicate && !duplicate_seen) {
      duplicate_seen = true;
    } else if (action == db::Action::kRetry || action == db::Action::kReconnectRetry ||
               action == db::Action::kUnknownOutcome) {
      Pause(attempt);
    } else if (action == db::Action::kUnavailable || action == db::Action::kDiskFull) {
      break;
    } else {
      return Bisect(batch, error);
    }
  }
  if (db::ActionOf(error) == db::Action::kDuplicate) return Bisect(batch, error);
  for (Item* item : batch) item->answer = error;
}

void Pipeline::Bisect(const Batch& batch, const absl::Status& error) {
  if (batch.size() == 1) {
    batch.front()->answer =
        db::ActionOf(error) == db::Action::kDuplicate ? status::Refuse(kDuplicateKey) : error;
    return;
  }
  const auto middle = batch.begin() + batch.size() / 2;
  Process(Batch(batch.begin(), middle));
  Process(Batch(middle, batch.end()));
}

absl::Status Pipeline::TryTransaction(const Batch& batch) {
  RETURN_IF_ERROR(EnsureConnection());
  Attempt attempt(*this, batch);
  RETURN_IF_ERROR(attempt.Run());
  counters_.batches.fetch_add(1, std::memory_order_relaxed);
  counters_.commands.fetch_add(static_cast<int64_t>(batch.size()), std::memory_order_relaxed);
  if (attempt.stored() && work_->IsDirty(JobRow::kTable.text())) {
    const std::lock_guard lock(mutex_);
    if (on_jobs_) on_jobs_();
  }
  return absl::OkStatus();
}

absl::Status Pipeline::EnsureConnection() {
  if (connection_ != nullptr && connection_->broken()) connection_.reset();
  if (connection_ == nullptr) {
    ASSIGN_OR_RETURN(connection_, db::Connection::Open(database_));
  }
  if (ids_ == nullptr) {
    ASSIGN_OR_RETURN(ids_, LeaseNode(*connection_, security_));
  }
  return absl::OkStatus();
}

// Full jitter from 5 ms, doubled each time; a drain ends it.
void Pipeline::Pause(int attempt) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  const auto most = std::chrono::milliseconds(5 << attempt);
  std::uniform_int_distribution<int64_t> jitter(0, std::chrono::microseconds(most).count());
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, std::chrono::microseconds(jitter(random)), [this] { return draining_; });
}

}  // namespace unioncare::change
