#include "tests/bench/transactions.h"

#include <atomic>

#include "common/crypto/digest.h"
#include "common/db/row.h"
#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::bench {
namespace {

using medical::store::ClaimRow;
using medical::store::EmployerRow;
using medical::store::EnrolmentRow;
using medical::store::FigureRow;
using medical::store::PersonRow;
using medical::store::PoolRow;
using medical::store::RosterRow;
using medical::store::SettlementRow;

template <class Row>
db::Sql SelectFrom() {
  db::Sql sql("SELECT ");
  db::AppendColumnNames<Row>(sql);
  sql << " FROM " << Row::kTable << " WHERE ";
  return sql;
}

template <class Row>
absl::StatusOr<Row> ReadOne(db::Connection& connection, const db::Sql& sql) {
  ASSIGN_OR_RETURN(db::Rows rows, connection.Query(sql));
  if (!rows.Next()) return status::Refuse(status::kNotFound);
  return db::ReadRow<Row>(rows);
}

// The person, and what hangs on it: nobody can decide a claim without having read these.
absl::Status ReadPerson(db::Connection& connection, const db::Bytes& person_key) {
  db::Sql person = SelectFrom<PersonRow>();
  person << "person_key=" << person_key << " FOR UPDATE";
  RETURN_IF_ERROR(ReadOne<PersonRow>(connection, person).status());
  db::Sql enrolments = SelectFrom<EnrolmentRow>();
  enrolments << "person_key=" << person_key;
  RETURN_IF_ERROR(ReadOne<EnrolmentRow>(connection, enrolments).status());
  db::Sql settlements = SelectFrom<SettlementRow>();
  settlements << "person_key=" << person_key;
  return ReadOne<SettlementRow>(connection, settlements).status();
}

absl::Status StorePool(db::Connection& connection, const PoolRow& pool) {
  db::Sql sql("UPDATE pool SET approved_count=");
  sql << pool.approved << ",awarded=" << pool.awarded << ",under_review_count=" << pool.under_review
      << ",version=version+1 WHERE plan_version=" << pool.plan_version;
  return connection.Execute(sql).status();
}

absl::Status CountInFigure(db::Connection& connection, const ClaimRow& claim) {
  db::Sql sql("UPDATE figure SET approved_count=approved_count+1,awarded=awarded+");
  sql << claim.amount
      << ",under_review_count=under_review_count-1,version=version+1 WHERE figure_key="
      << FigureRow::KeyOf(claim.event_date.Year(), claim.county);
  return connection.Execute(sql).status();
}

db::Bytes IdBytes(const base::Uuid& id) { return {std::string(id.begin(), id.end())}; }

}  // namespace

absl::StatusOr<std::optional<std::string>> StoredReply(db::Connection& connection,
                                                       const base::Uuid& request_id) {
  db::Sql sql("SELECT reply FROM request WHERE request_id=");
  sql << IdBytes(request_id);
  ASSIGN_OR_RETURN(db::Rows rows, connection.Query(sql));
  if (!rows.Next()) return std::nullopt;
  return rows.Get<db::Bytes>(1).value;
}

absl::Status StoreTrace(db::Connection& connection, const Trace& trace) {
  static std::atomic<int64_t> sequence = 0;
  db::Sql request(
      "INSERT INTO request (request_id, origin, caller, method, body_hash, code, reply, "
      "expires_at) VALUES (");
  request << IdBytes(trace.request_id) << ",1," << trace.caller << "," << trace.method << ","
          << db::Bytes{std::string(32, '\x07')} << ",0," << db::Bytes{trace.reply}
          << ",'2026-01-01')";
  RETURN_IF_ERROR(connection.Execute(request).status());
  db::Sql entry("INSERT INTO journal_entry (shard, sequence, entry, hash) VALUES (0,");
  entry << ++sequence << "," << db::Bytes{trace.entry} << "," << db::Bytes{std::string(32, '\x08')}
        << ")";
  return connection.Execute(entry).status();
}

absl::StatusOr<EmployerRow> LockEmployer(db::Connection& connection, int64_t organization) {
  db::Sql sql = SelectFrom<EmployerRow>();
  sql << "organization=" << organization << " FOR UPDATE";
  ASSIGN_OR_RETURN(EmployerRow employer, ReadOne<EmployerRow>(connection, sql));
  ++employer.roster_count;
  return employer;
}

absl::Status StoreEmployer(db::Connection& connection, const EmployerRow& employer) {
  db::Sql sql("UPDATE employer SET county=");
  sql << employer.county << ",title=" << employer.title << ",credit_code=" << employer.credit_code
      << ",roster_count=" << employer.roster_count
      << ",version=version+1,effect_sequence=1,effect_index=0 WHERE organization="
      << employer.organization;
  return connection.Execute(sql).status();
}

RosterRow RosterOf(const EmployerRow& employer, const std::string& plan_version, int32_t headcount,
                   int64_t id) {
  RosterRow roster;
  roster.id = id;
  roster.plan_version = plan_version;
  roster.organization = employer.organization;
  roster.county = employer.county;
  roster.employer_title = employer.title;
  roster.employer_credit_code = employer.credit_code;
  roster.headcount = headcount;
  roster.state = static_cast<int32_t>(medical::RosterState::kDraft);
  roster.created_at = base::SystemClock().Now();
  return roster;
}

absl::Status InsertRoster(db::Connection& connection, const RosterRow& roster) {
  db::Sql sql("INSERT INTO roster (");
  db::AppendColumnNames<RosterRow>(sql);
  sql << ",version,effect_sequence,effect_index) VALUES (";
  db::AppendValues(sql, roster);
  sql << ",1,1,1)";
  return connection.Execute(sql).status();
}

absl::StatusOr<ClaimRow> LockClaim(db::Connection& connection, int64_t id) {
  db::Sql sql = SelectFrom<ClaimRow>();
  sql << "id=" << id << " FOR UPDATE";
  ASSIGN_OR_RETURN(ClaimRow claim, ReadOne<ClaimRow>(connection, sql));
  RETURN_IF_ERROR(ReadPerson(connection, claim.person_key));
  return claim;
}

absl::Status StoreClaim(db::Connection& connection, const ClaimRow& claim) {
  db::Sql sql("UPDATE claim SET state=");
  sql << claim.state << ",open_flags=" << claim.open_flags
      << ",cleared_flags=" << claim.cleared_flags << ",decision_version=" << claim.decision_version
      << ",decided_by=" << claim.decided_by << ",updated_at=" << claim.updated_at
      << ",version=version+1,effect_sequence=1,effect_index=0 WHERE id=" << claim.id;
  return connection.Execute(sql).status();
}

absl::Status CountApproved(db::Connection& connection, const ClaimRow& claim, bool lock) {
  db::Sql sql = SelectFrom<PoolRow>();
  sql << "plan_version=" << claim.plan_version;
  if (lock) sql << " FOR UPDATE";
  ASSIGN_OR_RETURN(PoolRow pool, ReadOne<PoolRow>(connection, sql));
  ++pool.approved;
  --pool.under_review;
  pool.awarded.value += claim.amount.value;
  RETURN_IF_ERROR(StorePool(connection, pool));
  return CountInFigure(connection, claim);
}

}  // namespace unioncare::bench
