#include "common/change/job.h"

#include <chrono>
#include <utility>

#include "common/crypto/digest.h"
#include "common/status/reasons.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace unioncare::change {
namespace {

constexpr int kJobsPerPage = 16;
constexpr auto kLookEvery = std::chrono::seconds(1);
// The namespace of the UUIDs of job chunks.
constexpr base::Uuid kJobNamespace = {0x5e, 0x0d, 0x8d, 0x52, 0x1b, 0x6f, 0x4c, 0x15,
                                      0x9a, 0x30, 0x77, 0x4c, 0x1e, 0xd2, 0x6b, 0x01};

db::Sql SelectJobs() {
  db::Sql sql("SELECT ");
  db::AppendColumnNames<JobRow>(sql);
  sql << " FROM job WHERE ";
  return sql;
}

}  // namespace

Request ChunkRequest(const JobRow& job) {
  const std::string position = std::to_string(job.id) + "/" + std::to_string(job.position);
  const crypto::Digest hash = crypto::Sha256(position);
  Request request;
  request.origin = journal::v1::ORIGIN_CHUNK;
  request.id = crypto::UuidV5(kJobNamespace, position);
  request.caller.account = "jobs/" + job.kind;
  request.caller.reach = Reach::kSystem;
  request.method = "job/" + job.kind;
  request.body_hash.assign(reinterpret_cast<const char*>(hash.data()), hash.size());
  return request;
}

JobRunner::JobRunner(Pipeline& pipeline, db::Address database, const base::Clock& security,
                     std::map<std::string, Maker> makers)
    : pipeline_(pipeline),
      database_(std::move(database)),
      security_(security),
      makers_(std::move(makers)),
      thread_([this] { Loop(); }) {
  pipeline_.OnJobs([this] { Wake(); });
}

JobRunner::~JobRunner() {
  pipeline_.OnJobs(nullptr);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void JobRunner::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

void JobRunner::Loop() {
  while (true) {
    const absl::StatusOr<bool> worked = RunDue();
    if (!worked.ok()) {
      connection_.reset();
      telemetry::Log(telemetry::Level::kWarning, "jobs_wait",
                     {{"reason", status::ReasonOf(worked.status())}});
    }
    std::unique_lock lock(mutex_);
    const bool more = worked.ok() && *worked;
    if (!more) wake_.wait_for(lock, kLookEvery, [this] { return stopping_ || (woken_); });
    if (stopping_) return;
    woken_ = false;
  }
}

absl::StatusOr<bool> JobRunner::RunDue() {
  if (connection_ == nullptr || connection_->broken()) {
    ASSIGN_OR_RETURN(connection_, db::Connection::Open(database_));
  }
  // One job that fails does not hold up the others.
  absl::Status first_error;
  std::optional<JobRow> last;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<JobRow> jobs, DueAfter(last));
    if (jobs.empty()) break;
    for (const JobRow& job : jobs) {
      const absl::Status status = RunToEnd(job);
      if (first_error.ok()) first_error = status;
    }
    last = jobs.back();
  }
  RETURN_IF_ERROR(first_error);
  return last.has_value();
}

absl::StatusOr<std::vector<JobRow>> JobRunner::DueAfter(const std::optional<JobRow>& last) {
  db::Sql sql = SelectJobs();
  sql << "state='DUE' AND due_at<=" << security_.Now();
  if (last) {
    sql << " AND (due_at>" << last->due << " OR (due_at=" << last->due << " AND id>" << last->id
        << "))";
  }
  sql << " ORDER BY due_at, id LIMIT " << kJobsPerPage;
  ASSIGN_OR_RETURN(db::Rows rows, connection_->Query(sql));
  std::vector<JobRow> jobs;
  while (rows.Next()) jobs.push_back(db::ReadRow<JobRow>(rows));
  return jobs;
}

absl::Status JobRunner::RunToEnd(const JobRow& due) {
  const auto maker = makers_.find(due.kind);
  if (maker == makers_.end()) return status::Refuse(status::kInternal);
  JobRow job = due;
  while (job.state == "DUE") {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(std::unique_ptr<AnyCommand> chunk, maker->second(*connection_, job));
    RETURN_IF_ERROR(pipeline_.Run(std::move(chunk)).status());
    const int64_t before = job.position;
    ASSIGN_OR_RETURN(job, Reload(job));
    // A chunk that moves nothing would run forever.
    if (job.state == "DUE" && job.position == before) return status::Refuse(status::kInternal);
  }
  return absl::OkStatus();
}

absl::StatusOr<JobRow> JobRunner::Reload(const JobRow& job) {
  db::Sql sql = SelectJobs();
  sql << "id=" << job.id;
  ASSIGN_OR_RETURN(db::Rows rows, connection_->Query(sql));
  if (!rows.Next()) return status::Refuse(status::kInternal);
  return db::ReadRow<JobRow>(rows);
}

}  // namespace unioncare::change
