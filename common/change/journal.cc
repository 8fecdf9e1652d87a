#include "common/change/journal.h"

#include <algorithm>
#include <map>
#include <utility>

#include "common/base/bytes.h"
#include "common/crypto/digest.h"
#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::change {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kDefaultVerify = 1000;
constexpr int kEntriesPerRead = 200;
constexpr int kMaxFindings = 1000;
constexpr size_t kMaxPageBytes = 2 * 1024 * 1024;  // with one entry more, a message of 4 MB

std::string ChainHash(const std::string& before, const std::string& entry) {
  crypto::Sha256Stream stream;
  stream.Update(before);
  stream.Update(entry);
  const auto digest = stream.Finish();
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

db::Sql SelectHead() {
  return db::Sql(
      "SELECT sequence, hash, security_time, business_time FROM journal_head WHERE shard=0");
}

absl::StatusOr<JournalHead> Head(db::Connection& connection) {
  ASSIGN_OR_RETURN(db::Rows rows, connection.Query(SelectHead()));
  return ReadHead(rows);
}

// Walks a range of the chain, then compares the rows that its effects left.
class Verification {
 public:
  Verification(db::Connection& connection, const std::vector<AnyTable*>& tables)
      : connection_(connection), tables_(tables) {}

  absl::StatusOr<journal::v1::VerifyJournalResponse> Run(int64_t from, int limit) {
    ASSIGN_OR_RETURN(const JournalHead head, Head(connection_));
    response_.set_head_sequence(head.sequence);
    from = std::min(from, head.sequence + 1);
    const int64_t to = std::min(head.sequence, from + limit - 1);
    RETURN_IF_ERROR(StartBefore(from));
    for (int64_t at = from; at <= to; at += kEntriesPerRead) {
      RETURN_IF_ERROR(WalkEntries(at, std::min(to, at + kEntriesPerRead - 1)));
    }
    if (to == head.sequence && hash_ != head.hash) Find("HEAD_MISMATCH", head.sequence, "", "");
    RETURN_IF_ERROR(BeyondHead(head.sequence));
    for (const AnyTable* table : tables_) RETURN_IF_ERROR(CompareRows(*table, head.sequence));
    response_.set_verified_to(std::max<int64_t>(to, from - 1));
    return std::move(response_);
  }

 private:
  struct LastEffect {
    int64_t sequence = 0;
    int32_t index = 0;
    journal::v1::Effect effect;
  };
  // Rows with a later effect than the range's last one for them, by the entry they point at.
  using Later =
      std::map<int64_t, std::vector<std::pair<const journal::v1::Effect*, const StoredDigest*>>>;

  void Find(std::string_view reason, int64_t sequence, std::string_view table,
            std::string_view resource) {
    if (response_.findings_size() == kMaxFindings) return;
    journal::v1::Finding& finding = *response_.add_findings();
    finding.set_reason(std::string(reason));
    finding.set_sequence(sequence);
    finding.set_table(std::string(table));
    finding.set_resource(std::string(resource));
  }

  absl::Status StartBefore(int64_t from) {
    hash_.assign(32, '\0');
    if (from <= 1) return absl::OkStatus();
    db::Sql sql("SELECT hash FROM journal_entry WHERE shard=0 AND sequence=");
    sql << from - 1;
    ASSIGN_OR_RETURN(db::Rows rows, connection_.Query(sql));
    if (rows.Next()) {
      hash_ = rows.Get<db::Bytes>(1).value;
    } else {
      Find("ENTRY_MISSING", from - 1, "", "");
    }
    return absl::OkStatus();
  }

  absl::Status WalkEntries(int64_t from, int64_t to) {
    db::Sql sql("SELECT sequence, entry, hash FROM journal_entry WHERE shard=0 AND sequence>=");
    sql << from << " AND sequence<=" << to << " ORDER BY sequence";
    ASSIGN_OR_RETURN(db::Rows rows, connection_.Query(sql));
    int64_t expected = from;
    while (rows.Next()) {
      const int64_t sequence = rows.Get<int64_t>(1);
      for (; expected < sequence; ++expected) Find("ENTRY_MISSING", expected, "", "");
      WalkEntry(sequence, rows.Get<db::Bytes>(2).value, rows.Get<db::Bytes>(3).value);
      expected = sequence + 1;
    }
    for (; expected <= to; ++expected) Find("ENTRY_MISSING", expected, "", "");
    return absl::OkStatus();
  }

  // Goes on from the stored hash, so that one fault is one finding and not a cascade.
  void WalkEntry(int64_t sequence, const std::string& bytes, const std::string& stored_hash) {
    journal::v1::Entry entry;
    const bool parsed = entry.ParseFromString(bytes);
    if (parsed && entry.sequence() != sequence) {
      Find("ENTRY_OUT_OF_ORDER", sequence, "", "");
    } else if (!parsed || ChainHash(hash_, bytes) != stored_hash) {
      Find("ENTRY_CHANGED", sequence, "", "");
    }
    hash_ = stored_hash;
    for (int i = 0; i < entry.effects_size(); ++i) {
      const journal::v1::Effect& effect = entry.effects(i);
      last_effects_[effect.table()][effect.key()] = {sequence, i, effect};
    }
  }

  absl::Status BeyondHead(int64_t head_sequence) {
    db::Sql sql("SELECT sequence FROM journal_entry WHERE shard=0 AND sequence>");
    sql << head_sequence << " LIMIT 10";
    ASSIGN_OR_RETURN(db::Rows rows, connection_.Query(sql));
    while (rows.Next()) Find("ENTRY_OUT_OF_ORDER", rows.Get<int64_t>(1), "", "");
    return absl::OkStatus();
  }

  absl::Status CompareRows(const AnyTable& table, int64_t head_sequence) {
    const auto effects = last_effects_.find(std::string(table.name()));
    if (effects == last_effects_.end()) return absl::OkStatus();
    std::vector<std::string> keys;
    for (const auto& [key, last] : effects->second) keys.push_back(key);
    ASSIGN_OR_RETURN(const auto digests, table.Digests(connection_, keys));
    Later later;
    for (const auto& [key, last] : effects->second) {
      const auto row = digests.find(key);
      const std::string_view reason =
          row == digests.end() ? "ROW_MISSING" : Fault(row->second, last, head_sequence);
      if (!reason.empty())
        Find(reason, last.sequence, table.name(), Name(last.effect));
      else if (row->second.stored.effect_sequence > last.sequence)
        later[row->second.stored.effect_sequence].push_back({&last.effect, &row->second});
    }
    response_.set_rows_checked(response_.rows_checked() + static_cast<int64_t>(keys.size()));
    return CompareLater(later);
  }

  // The entry that a row points at must have left it: it may be beyond this range, and whoever
  // edits a row may point it anywhere.
  absl::Status CompareLater(const Later& later) {
    for (auto at = later.begin(); at != later.end();) {
      std::vector<int64_t> sequences;
      for (; at != later.end() && sequences.size() < kEntriesPerRead; ++at) {
        sequences.push_back(at->first);
      }
      db::Sql sql("SELECT sequence, entry FROM journal_entry WHERE shard=0 AND sequence IN ");
      sql.List(sequences);
      ASSIGN_OR_RETURN(db::Rows rows, connection_.Query(sql));
      while (rows.Next()) {
        journal::v1::Entry entry;
        const int64_t sequence = rows.Get<int64_t>(1);
        entry.ParseFromString(rows.Get<db::Bytes>(2).value);
        for (const auto& [effect, row] : later.at(sequence)) {
          if (!Left(entry, *effect, *row)) {
            Find("ROW_CHANGED", sequence, effect->table(), Name(*effect));
          }
        }
      }
    }
    return absl::OkStatus();
  }

  static bool Left(const journal::v1::Entry& entry, const journal::v1::Effect& earlier,
                   const StoredDigest& row) {
    if (row.stored.effect_index >= entry.effects_size()) return false;
    const journal::v1::Effect& effect = entry.effects(row.stored.effect_index);
    return effect.table() == earlier.table() && effect.key() == earlier.key() &&
           effect.digest() == row.digest;
  }

  static std::string_view Fault(const StoredDigest& row, const LastEffect& last, int64_t head) {
    const auto stored = std::pair(row.stored.effect_sequence, row.stored.effect_index);
    const auto expected = std::pair(last.sequence, last.index);
    if (row.stored.effect_sequence > head) return "ROW_AHEAD";
    if (stored < expected) return "ROW_ROLLED_BACK";
    if (stored > expected && row.stored.effect_sequence > last.sequence) return "";
    return row.digest == last.effect.digest() ? "" : "ROW_CHANGED";
  }

  static std::string Name(const journal::v1::Effect& effect) {
    return effect.resource().empty() ? base::HexEncode(effect.key()) : effect.resource();
  }

  db::Connection& connection_;
  const std::vector<AnyTable*>& tables_;
  journal::v1::VerifyJournalResponse response_;
  std::string hash_;
  std::map<std::string, std::map<std::string, LastEffect>> last_effects_;
};

}  // namespace

db::Sql LockHead() {
  db::Sql sql = SelectHead();
  sql << " FOR UPDATE";
  return sql;
}

absl::StatusOr<JournalHead> ReadHead(db::Rows& rows) {
  if (!rows.Next()) return status::Refuse(status::kInternal);
  return JournalHead{rows.Get<int64_t>(1), rows.Get<db::Bytes>(2).value, rows.Get<base::Instant>(3),
                     rows.Get<base::Instant>(4)};
}

void JournalAppender::Append(const journal::v1::Entry& entry) {
  std::string bytes = entry.SerializeAsString();
  head_.sequence = entry.sequence();
  head_.hash = ChainHash(head_.hash, bytes);
  entries_.push_back({entry.sequence(), {std::move(bytes)}, {head_.hash}});
}

void JournalAppender::Flush(db::Script& script, base::Instant security,
                            base::Instant business) const {
  db::Sql insert("INSERT INTO journal_entry (shard, sequence, entry, hash) VALUES ");
  bool first = true;
  for (const Stored& stored : entries_) {
    first ? insert << "(0," : insert << ",(0,";
    first = false;
    insert << stored.sequence << "," << stored.entry << "," << stored.hash << ")";
  }
  script.Add(insert);
  db::Sql update("UPDATE journal_head SET sequence=");
  update << head_.sequence << ", hash=" << db::Bytes{head_.hash} << ", security_time=" << security
         << ", business_time=" << business << " WHERE shard=0";
  script.Add(update);
}

absl::StatusOr<journal::v1::ListJournalEntriesResponse> ListEntries(
    db::Connection& connection, const journal::v1::ListJournalEntriesRequest& request) {
  ASSIGN_OR_RETURN(const JournalHead head, Head(connection));
  db::Sql sql("SELECT entry FROM journal_entry WHERE shard=0 AND sequence>");
  sql << request.after_sequence() << " ORDER BY sequence LIMIT "
      << (request.page_size() == 0 ? kDefaultPage : request.page_size());
  ASSIGN_OR_RETURN(db::Rows rows, connection.Query(sql));
  journal::v1::ListJournalEntriesResponse response;
  response.set_head_sequence(head.sequence);
  for (size_t bytes = 0; bytes < kMaxPageBytes && rows.Next();) {
    const std::string entry = rows.Get<db::Bytes>(1).value;
    bytes += entry.size();
    if (!response.add_entries()->ParseFromString(entry)) {
      return status::Refuse(status::kInternal);
    }
  }
  return response;
}

absl::StatusOr<journal::v1::VerifyJournalResponse> Verify(
    db::Connection& connection, const std::vector<AnyTable*>& tables,
    const journal::v1::VerifyJournalRequest& request) {
  return Verification(connection, tables)
      .Run(std::max<int64_t>(request.from_sequence(), 1),
           request.limit() == 0 ? kDefaultVerify : request.limit());
}

}  // namespace unioncare::change
