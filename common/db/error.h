#pragma once

#include <string_view>

#include "absl/status/status.h"

// The database error contract: what every error number of the server means for a transaction, as
// one table (design: reliability, "Database error contract"). MySQL's numbers stand beside
// MariaDB's.
namespace unioncare::db {

// Whether COMMIT had been sent when the error came.
enum class Phase { kBeforeCommit, kCommit };

// What to do about an error.
enum class Action {
  kRetry,           // rolled back: run the whole transaction again
  kReconnectRetry,  // the session is gone, nothing was committed: again, on a new connection
  kUnknownOutcome,  // the session is gone during COMMIT: again, the request rows tell what happened
  kUnavailable,     // cannot connect: tell the caller to come back
  kDuplicate,       // 1062: a unique key; run again with a look at it, then bisect
  kConstraint,      // a CHECK stopped a bug of ours
  kTimedOut,        // the statement took too long
  kDiskFull,        // stop writing
  kBug,             // anything else: ours
};

// By the server's or client library's error number.
Action ActionFor(int error_number, Phase phase);

// A status of this library: the shared reasons of common/status on the outside, number and action
// inside. The server's text stays in the log.
absl::Status DatabaseError(int error_number, Phase phase, std::string_view server_text);

// The action of a status made by DatabaseError; kBug for others.
Action ActionOf(const absl::Status& error);

// Its error number; 0 for others.
int ErrorNumberOf(const absl::Status& error);

}  // namespace unioncare::db
