#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/instant.h"
#include "common/change/table.h"
#include "common/db/connection.h"
#include "unioncare/journal/v1/journal.pb.h"

// The journal. Entries are appended under the head row's lock, which is also the fence between
// processes: whoever holds it decides alone. hash(n) = SHA-256(hash(n-1) + stored bytes of entry
// n). An effect carries the digest of the row it left, and the row points back at it, so that an
// edited, deleted, reordered or rolled-back entry or row is found by Verify.
namespace unioncare::change {

struct JournalHead {
  int64_t sequence = 0;
  std::string hash;
  base::Instant security_time;
  base::Instant business_time;
};

// Locks the head; nothing else is locked before it. The statement, and what it answers.
db::Sql LockHead();
absl::StatusOr<JournalHead> ReadHead(db::Rows& rows);

// What is appended to the journal by one batch.
class JournalAppender {
 public:
  explicit JournalAppender(JournalHead head) : head_(std::move(head)) {}

  int64_t next_sequence() const { return head_.sequence + 1; }
  bool empty() const { return entries_.empty(); }
  void Append(const journal::v1::Entry& entry);
  // Writes the entries and moves the head.
  void Flush(db::Script& script, base::Instant security, base::Instant business) const;

 private:
  struct Stored {
    int64_t sequence;
    db::Bytes entry;
    db::Bytes hash;
  };
  JournalHead head_;
  std::vector<Stored> entries_;
};

// Entries after a position, oldest first; fewer than asked for when they are large (2 MB).
absl::StatusOr<journal::v1::ListJournalEntriesResponse> ListEntries(
    db::Connection& connection, const journal::v1::ListJournalEntriesRequest& request);

// Proves a range against itself and against the rows of `tables`. Run it in a snapshot.
absl::StatusOr<journal::v1::VerifyJournalResponse> Verify(
    db::Connection& connection, const std::vector<AnyTable*>& tables,
    const journal::v1::VerifyJournalRequest& request);

}  // namespace unioncare::change
