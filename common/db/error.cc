#include "common/db/error.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "common/status/reasons.h"
#include "common/status/status.h"
#include "common/telemetry/log.h"

namespace unioncare::db {
namespace {

constexpr char kPayload[] = "unioncare/database-error";

struct Entry {
  int number;
  Action before_commit;
  Action at_commit;
};

constexpr Action kLost = Action::kReconnectRetry;
constexpr Action kUnknown = Action::kUnknownOutcome;

constexpr std::array kContract = {
    // Conflict, rolled back.
    Entry{1213, Action::kRetry, Action::kRetry},
    Entry{1020, Action::kRetry, Action::kRetry},
    Entry{3101, Action::kRetry, Action::kRetry},
    Entry{1180, Action::kRetry, Action::kRetry},
    // Lock wait: only the statement was rolled back; the caller rolls back the rest.
    Entry{1205, Action::kRetry, Action::kRetry},
    // Not a primary node, or read-only: another node.
    Entry{1047, kLost, kLost},
    Entry{1290, kLost, kLost},
    Entry{1836, kLost, kLost},
    // The session is gone.
    Entry{2006, kLost, kUnknown},
    Entry{2013, kLost, kUnknown},
    Entry{2055, kLost, kUnknown},
    Entry{1053, kLost, kUnknown},
    Entry{1317, kLost, kUnknown},
    Entry{1927, kLost, kUnknown},
    Entry{2030, kLost, kUnknown},
    // Cannot connect.
    Entry{2002, Action::kUnavailable, kUnknown},
    Entry{2003, Action::kUnavailable, kUnknown},
    Entry{1040, Action::kUnavailable, kUnknown},
    // Duplicate key.
    Entry{1062, Action::kDuplicate, Action::kDuplicate},
    // CHECK: MariaDB, MySQL.
    Entry{4025, Action::kConstraint, Action::kConstraint},
    Entry{3819, Action::kConstraint, Action::kConstraint},
    // Statement time-out: MariaDB, MySQL.
    Entry{1969, Action::kTimedOut, kUnknown},
    Entry{3024, Action::kTimedOut, kUnknown},
    // Disk full.
    Entry{1021, Action::kDiskFull, Action::kDiskFull},
    Entry{1114, Action::kDiskFull, Action::kDiskFull},
    Entry{28, Action::kDiskFull, Action::kDiskFull},
};

absl::Status Outside(Action action) {
  switch (action) {
    case Action::kRetry:
      return status::Refuse(status::kConflictRetriesExhausted);
    case Action::kReconnectRetry:
    case Action::kUnknownOutcome:
    case Action::kUnavailable:
      return status::WithRetryAfter(status::Refuse(status::kDatabaseUnavailable), 1);
    case Action::kTimedOut:
      return status::Refuse(status::kDeadlineExceeded);
    case Action::kDiskFull:
      return status::WithRetryAfter(status::Refuse(status::kDiskFull), 30);
    case Action::kDuplicate:
    case Action::kConstraint:
    case Action::kBug:
      return status::Refuse(status::kInternal);
  }
  return status::Refuse(status::kInternal);
}

}  // namespace

Action ActionFor(int error_number, Phase phase) {
  const auto* entry = std::ranges::find(kContract, error_number, &Entry::number);
  if (entry == kContract.end()) {
    // The client library's other numbers (malformed packet, out of sync): the session is no good.
    if (error_number < 2000 || error_number > 2999) return Action::kBug;
    return phase == Phase::kCommit ? kUnknown : kLost;
  }
  return phase == Phase::kCommit ? entry->at_commit : entry->before_commit;
}

absl::Status DatabaseError(int error_number, Phase phase, std::string_view server_text) {
  const Action action = ActionFor(error_number, phase);
  if (action == Action::kBug || action == Action::kConstraint) {
    // A statement's text holds values; the server's message may quote them, so only its start, up
    // to the first quote, is kept.
    telemetry::Log(
        telemetry::Level::kError, "database_error",
        {{"number", error_number},
         {"text", std::string(server_text.substr(0, server_text.find_first_of("'`\"")))}});
  }
  absl::Status status = Outside(action);
  status.SetPayload(
      kPayload, absl::Cord(std::to_string(error_number) + (phase == Phase::kCommit ? "c" : "b")));
  return status;
}

Action ActionOf(const absl::Status& error) {
  const auto payload = error.GetPayload(kPayload);
  if (!payload) return Action::kBug;
  const bool at_commit = std::string(*payload).back() == 'c';
  return ActionFor(ErrorNumberOf(error), at_commit ? Phase::kCommit : Phase::kBeforeCommit);
}

int ErrorNumberOf(const absl::Status& error) {
  const auto payload = error.GetPayload(kPayload);
  int number = 0;
  if (payload) {
    const std::string text(*payload);
    (void)absl::SimpleAtoi(absl::string_view(text.data(), text.size() - 1), &number);
  }
  return number;
}

}  // namespace unioncare::db
