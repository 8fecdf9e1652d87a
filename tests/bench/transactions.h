#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/id.h"
#include "common/db/connection.h"
#include "services/medical/store/rows.h"

// What the baselines do to the same tables: the write path's statements for one request, in a
// transaction of its own, without its head and chain. Entries and replies have the sizes of the
// real ones, so that the same bytes are written.
namespace unioncare::bench {

// What every request leaves beside its rows.
struct Trace {
  base::Uuid request_id;
  std::string caller;
  std::string method;
  std::string reply;
  std::string entry;
};

// The reply stored under the id, if there is one; asked for after the rows are locked.
absl::StatusOr<std::optional<std::string>> StoredReply(db::Connection& connection,
                                                       const base::Uuid& request_id);
// Inserts the request and the journal entry, whose sequence is unique in this process.
absl::Status StoreTrace(db::Connection& connection, const Trace& trace);

// Locks the employer and counts one roster more.
absl::StatusOr<medical::store::EmployerRow> LockEmployer(db::Connection& connection,
                                                         int64_t organization);
absl::Status StoreEmployer(db::Connection& connection, const medical::store::EmployerRow& employer);
medical::store::RosterRow RosterOf(const medical::store::EmployerRow& employer,
                                   const std::string& plan_version, int32_t headcount, int64_t id);
absl::Status InsertRoster(db::Connection& connection, const medical::store::RosterRow& roster);

// The claim under its person's lock, with what it is decided from read.
absl::StatusOr<medical::store::ClaimRow> LockClaim(db::Connection& connection, int64_t id);
absl::Status StoreClaim(db::Connection& connection, const medical::store::ClaimRow& claim);
// Moves the pool and the figure by an approved claim: the hot rows, and so the last. Without `lock`
// it reads, computes and writes, and loses updates.
absl::Status CountApproved(db::Connection& connection, const medical::store::ClaimRow& claim,
                           bool lock);

}  // namespace unioncare::bench
