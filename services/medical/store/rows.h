#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/date.h"
#include "common/base/id.h"
#include "common/base/instant.h"
#include "common/base/money.h"
#include "common/base/name.h"
#include "common/change/effect.h"
#include "common/db/row.h"
#include "services/medical/rules/bill.h"
#include "services/medical/rules/claim_state.h"
#include "services/medical/rules/roster_state.h"
#include "services/medical/rules/visit_kind.h"

// The stored rows of medical, one struct a table (common/db/row.h says how they are read and
// written). Masked forms are stored beside what they mask, so that no reading ever decrypts.
namespace unioncare::medical::store {

struct PlanRow {
  static constexpr db::Literal kTable{"plan"};
  int64_t id = 0;
  std::string title;
  int32_t latest_version = 0;
  std::optional<base::Date> covered_until;  // last day of the newest version's term
  base::Instant created_at;

  int64_t Key() const { return id; }
  change::EffectFacts Facts() const { return {.resource = base::MakeName("plans", id)}; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("title", row.title);
    visit("latest_version", row.latest_version);
    visit("covered_until", row.covered_until);
    visit("created_at", row.created_at);
  }
};

// Immutable once stored.
struct PlanVersionRow {
  static constexpr db::Literal kTable{"plan_version"};
  static constexpr bool kImmutable = true;
  std::string key;  // "<plan>-<number>", also the name of its pool
  int64_t plan_id = 0;
  int32_t number = 0;
  base::Date term_start;
  int32_t term_years = 1;
  base::Fen fee;
  int32_t participation_percent = 0;
  int32_t full_participation_up_to = 0;
  int32_t waiting_days = 0;
  base::Fen second_person_above;
  base::Fen threshold;
  int32_t rate_to_threshold_bp = 0;
  int32_t rate_above_threshold_bp = 0;
  base::Fen first_admission_bonus;
  std::string document_number;
  std::string author;
  base::Instant created_at;

  const std::string& Key() const { return key; }
  std::string Name() const {
    return base::MakeName("plans", plan_id) + "/versions/" + std::to_string(number);
  }
  change::EffectFacts Facts() const { return {.resource = Name()}; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("version_key", row.key);
    visit("plan_id", row.plan_id);
    visit("number", row.number);
    visit("term_start", row.term_start);
    visit("term_years", row.term_years);
    visit("fee", row.fee);
    visit("participation_percent", row.participation_percent);
    visit("full_participation_up_to", row.full_participation_up_to);
    visit("waiting_days", row.waiting_days);
    visit("second_person_above", row.second_person_above);
    visit("threshold", row.threshold);
    visit("rate_to_threshold_bp", row.rate_to_threshold_bp);
    visit("rate_above_threshold_bp", row.rate_above_threshold_bp);
    visit("first_admission_bonus", row.first_admission_bonus);
    visit("document_number", row.document_number);
    visit("author", row.author);
    visit("created_at", row.created_at);
  }
};

// The employer behind a base union, as identity had it when it last made a roster; the anchor of
// its rosters.
struct EmployerRow {
  static constexpr db::Literal kTable{"employer"};
  int64_t organization = 0;
  std::string county;
  std::string title;
  std::string credit_code;
  int32_t roster_count = 0;

  int64_t Key() const { return organization; }
  change::EffectFacts Facts() const {
    return {.resource = base::MakeName("organizations", organization)};
  }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("organization", row.organization);
    visit("county", row.county);
    visit("title", row.title);
    visit("credit_code", row.credit_code);
    visit("roster_count", row.roster_count);
  }
};

// The anchor of a person: covers, settlements and claims hang on it and are written only under its
// lock. Identifiers lie here and nowhere else, sealed with the person's data key.
struct PersonRow {
  static constexpr db::Literal kTable{"person"};
  db::Bytes person_key;
  db::Bytes id_number;
  db::Bytes name;    // empty until a roster names the person
  db::Bytes mobile;  // likewise
  std::string masked_id_number;
  std::string masked_name;
  base::Instant created_at;

  const db::Bytes& Key() const { return person_key; }
  change::EffectFacts Facts() const { return {.person_key = person_key.value}; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("person_key", row.person_key);
    visit("id_number", row.id_number);
    visit("name", row.name);
    visit("mobile", row.mobile);
    visit("masked_id_number", row.masked_id_number);
    visit("masked_name", row.masked_name);
    visit("created_at", row.created_at);
  }
};

// A person's data key, wrapped; a table of its own, because destroying it erases the person.
struct PersonSecretRow {
  static constexpr db::Literal kTable{"person_secret"};
  db::Bytes person_key;
  db::Bytes wrapped_key;

  const db::Bytes& Key() const { return person_key; }
  change::EffectFacts Facts() const { return {.person_key = person_key.value}; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("person_key", row.person_key);
    visit("wrapped_key", row.wrapped_key);
  }
};

// How far a file was read, and how to read on; part of the row of what it fills.
struct UploadState {
  int64_t next_offset = 0;
  int32_t rows = 0;       // consumed, header and skipped lines included
  db::Bytes digest;       // chained over the chunks
  int32_t encoding = 0;   // csv::Encoding
  std::string delimiter;  // one character
  std::string columns;    // "name=1;id_number=2"
  std::string ignored;    // headers without a column of ours, each on a line
  bool ended = false;     // a footer was met: the rest is not data
  bool complete = false;  // the last byte was consumed
  int32_t refused = 0;    // rows
  std::string reasons;    // "DUPLICATE_IN_FILE=2;ID_CHECK_DIGIT=3"

  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("next_offset", row.next_offset);
    visit("row_count", row.rows);
    visit("digest", row.digest);
    visit("encoding", row.encoding);
    visit("delimiter", row.delimiter);
    visit("column_map", row.columns);
    visit("ignored_headers", row.ignored);
    visit("ended", row.ended);
    visit("complete", row.complete);
    visit("refused_count", row.refused);
    visit("reasons", row.reasons);
  }
};

// Where a chunk of a file ended, so that the same bytes sent again are known.
struct UploadChunkRow {
  static constexpr db::Literal kTable{"upload_chunk"};
  int64_t id = 0;
  int64_t upload = 0;  // the roster or import
  int64_t next_offset = 0;
  int32_t rows = 0;
  db::Bytes digest;

  int64_t Key() const { return id; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("upload", row.upload);
    visit("next_offset", row.next_offset);
    visit("row_count", row.rows);
    visit("digest", row.digest);
  }
};

// An error or warning of a file's row.
struct UploadErrorRow {
  static constexpr db::Literal kTable{"upload_error"};
  int64_t id = 0;
  int64_t upload = 0;
  int32_t row = 0;
  std::string column;
  std::string reason;
  int32_t other_row = 0;
  bool warning = false;

  int64_t Key() const { return id; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("upload", row.upload);
    visit("file_row", row.row);
    visit("column_name", row.column);
    visit("reason", row.reason);
    visit("other_row", row.other_row);
    visit("warning", row.warning);
  }
};

struct RosterRow {
  static constexpr db::Literal kTable{"roster"};
  int64_t id = 0;
  std::string plan_version;
  int64_t organization = 0;
  std::string county;
  std::string employer_title;
  std::string employer_credit_code;
  int32_t headcount = 0;
  int32_t state = 0;  // RosterState
  UploadState upload;
  int32_t accepted = 0;
  std::optional<base::Date> paid_on;
  int32_t enrolled = 0;
  int32_t voided = 0;
  base::Instant created_at;

  int64_t Key() const { return id; }
  change::EffectFacts Facts() const { return {.resource = base::MakeName("rosters", id)}; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("plan_version", row.plan_version);
    visit("organization", row.organization);
    visit("county", row.county);
    visit("employer_title", row.employer_title);
    visit("employer_credit_code", row.employer_credit_code);
    visit("headcount", row.headcount);
    visit("state", row.state);
    UploadState::Columns(row.upload, visit);
    visit("accepted_count", row.accepted);
    visit("paid_on", row.paid_on);
    visit("enrolled_count", row.enrolled);
    visit("void_count", row.voided);
    visit("created_at", row.created_at);
  }
};

// A person accepted on a roster. The key is roster and person, so that a second row of the same
// person finds the first.
struct RosterMemberRow {
  static constexpr db::Literal kTable{"roster_member"};
  db::Bytes key;
  int64_t roster = 0;
  int32_t row = 0;
  db::Bytes person_key;

  static db::Bytes KeyOf(int64_t roster, const db::Bytes& person_key) {
    return {base::EncodeId(roster) + person_key.value};
  }
  const db::Bytes& Key() const { return key; }
  change::EffectFacts Facts() const { return {.person_key = person_key.value}; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("member_key", row.key);
    visit("roster", row.roster);
    visit("file_row", row.row);
    visit("person_key", row.person_key);
  }
};

struct EnrolmentRow {
  static constexpr db::Literal kTable{"enrolment"};
  using Parent = db::Bytes;
  static constexpr db::Literal kParentColumn{"person_key"};
  static constexpr int32_t kEffective = 1;
  static constexpr int32_t kVoid = 2;
  int64_t id = 0;
  db::Bytes person_key;
  int64_t plan_id = 0;
  std::string plan_version;
  int64_t roster = 0;
  int64_t organization = 0;
  std::string county;
  std::string masked_name;
  std::string masked_id_number;
  int32_t state = kEffective;
  base::Date term_start;
  base::Date term_end;
  base::Date first_covered;
  base::Date paid_on;
  int64_t counted_enrolment = 0;
  base::Fen refund_due;
  base::Instant created_at;

  int64_t Key() const { return id; }
  const db::Bytes& ParentKey() const { return person_key; }
  change::EffectFacts Facts() const {
    return {.resource = base::MakeName("enrolments", id),
            .person_key = person_key.value,
            .year = term_start.Year()};
  }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("person_key", row.person_key);
    visit("plan_id", row.plan_id);
    visit("plan_version", row.plan_version);
    visit("roster", row.roster);
    visit("organization", row.organization);
    visit("county", row.county);
    visit("masked_name", row.masked_name);
    visit("masked_id_number", row.masked_id_number);
    visit("state", row.state);
    visit("term_start", row.term_start);
    visit("term_end", row.term_end);
    visit("first_covered", row.first_covered);
    visit("paid_on", row.paid_on);
    visit("counted_enrolment", row.counted_enrolment);
    visit("refund_due", row.refund_due);
    visit("created_at", row.created_at);
  }
};

struct ImportRow {
  static constexpr db::Literal kTable{"settlement_import"};
  int64_t id = 0;
  std::string title;
  bool dry_run = false;
  UploadState upload;
  int32_t accepted = 0;
  int32_t replayed = 0;
  int32_t unmatched = 0;
  base::Instant created_at;

  int64_t Key() const { return id; }
  change::EffectFacts Facts() const {
    return {.resource = base::MakeName("settlementImports", id)};
  }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("title", row.title);
    visit("dry_run", row.dry_run);
    UploadState::Columns(row.upload, visit);
    visit("accepted_count", row.accepted);
    visit("replayed_count", row.replayed);
    visit("unmatched_count", row.unmatched);
    visit("created_at", row.created_at);
  }
};

struct SettlementRow {
  static constexpr db::Literal kTable{"settlement"};
  using Parent = db::Bytes;
  static constexpr db::Literal kParentColumn{"person_key"};
  static constexpr int32_t kMatched = 1;
  static constexpr int32_t kUnmatched = 2;
  static constexpr int32_t kNotClaimable = 3;
  std::string key;  // "<feed id>/<version>": what the feed says twice finds the first
  int64_t id = 0;   // of the resource; in order of arrival
  std::string settlement_id;
  int32_t version = 1;
  std::string encounter_id;
  db::Bytes person_key;
  std::string masked_id_number;
  int64_t organization = 0;  // of the enrolment that answers; 0: none
  std::string county;        // likewise
  int32_t state = kUnmatched;
  std::string hospital_code;
  int32_t visit_kind = 0;  // VisitKind
  base::Date admit_date;
  base::Date discharge_date;
  base::Instant settle_time;
  db::Bytes disease_codes;  // sealed with the person's data key
  Bill bill;
  db::Bytes content_hash;  // of everything the feed said
  int64_t import = 0;
  base::Instant created_at;

  static std::string KeyOf(const std::string& settlement_id, int32_t version) {
    return settlement_id + "/" + std::to_string(version);
  }
  const std::string& Key() const { return key; }
  const db::Bytes& ParentKey() const { return person_key; }
  change::EffectFacts Facts() const {
    return {.resource = base::MakeName("settlements", id),
            .person_key = person_key.value,
            .year = admit_date.Year()};
  }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("settlement_key", row.key);
    visit("id", row.id);
    visit("settlement_id", row.settlement_id);
    visit("feed_version", row.version);
    visit("encounter_id", row.encounter_id);
    visit("person_key", row.person_key);
    visit("masked_id_number", row.masked_id_number);
    visit("organization", row.organization);
    visit("county", row.county);
    visit("state", row.state);
    visit("hospital_code", row.hospital_code);
    visit("visit_kind", row.visit_kind);
    visit("admit_date", row.admit_date);
    visit("discharge_date", row.discharge_date);
    visit("settle_time", row.settle_time);
    visit("disease_codes", row.disease_codes);
    visit("total", row.bill.total);
    visit("pool_pay", row.bill.pool_pay);
    visit("catastrophic_pay", row.bill.catastrophic_pay);
    visit("civil_pay", row.bill.civil_pay);
    visit("med_aid_pay", row.bill.med_aid_pay);
    visit("other_pay", row.bill.other_pay);
    visit("hospital_borne", row.bill.hospital_borne);
    visit("self_funded", row.bill.self_funded);
    visit("self_managed", row.bill.self_managed);
    visit("self_paid", row.bill.self_paid);
    visit("personal_account_pay", row.bill.personal_account_pay);
    visit("cash_pay", row.bill.cash_pay);
    visit("content_hash", row.content_hash);
    visit("settlement_import", row.import);
    visit("created_at", row.created_at);
  }
};

struct ClaimRow {
  static constexpr db::Literal kTable{"claim"};
  using Parent = db::Bytes;
  static constexpr db::Literal kParentColumn{"person_key"};
  int64_t id = 0;
  db::Bytes person_key;
  int64_t settlement = 0;
  int64_t plan_id = 0;
  std::string plan_version;
  int64_t enrolment = 0;
  int64_t organization = 0;
  std::string county;
  std::string masked_name;
  int32_t state = 0;  // ClaimState
  base::Fen amount;
  base::Fen burden;
  base::Date event_date;
  bool first_admission = false;
  std::string reason;              // of a refusal; empty otherwise
  uint32_t flags = 0;              // bits of Flag
  uint32_t open_flags = 0;         // those somebody must look at
  uint32_t cleared_flags = 0;      // those an approver accepted
  std::string rejected_by_person;  // the reason a person gave; empty: nobody refused
  db::Bytes explanation;           // a v1.Claim with its explanation only
  int32_t decision_version = 0;
  int32_t verdict = 0;  // Recommendation.Verdict; 0: none
  std::string comment;
  std::string reviewer;
  std::optional<base::Instant> reviewed_at;
  std::string decided_by;
  base::Instant created_at;
  base::Instant updated_at;

  int64_t Key() const { return id; }
  const db::Bytes& ParentKey() const { return person_key; }
  change::EffectFacts Facts() const {
    return {.resource = base::MakeName("claims", id),
            .person_key = person_key.value,
            .amount_fen = amount.value,
            .year = event_date.Year(),
            .own_burden_fen = burden.value};
  }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("person_key", row.person_key);
    visit("settlement", row.settlement);
    visit("plan_id", row.plan_id);
    visit("plan_version", row.plan_version);
    visit("enrolment", row.enrolment);
    visit("organization", row.organization);
    visit("county", row.county);
    visit("masked_name", row.masked_name);
    visit("state", row.state);
    visit("amount", row.amount);
    visit("burden", row.burden);
    visit("event_date", row.event_date);
    visit("first_admission", row.first_admission);
    visit("reason", row.reason);
    visit("flags", row.flags);
    visit("open_flags", row.open_flags);
    visit("cleared_flags", row.cleared_flags);
    visit("rejected_by_person", row.rejected_by_person);
    visit("explanation", row.explanation);
    visit("decision_version", row.decision_version);
    visit("verdict", row.verdict);
    visit("comment", row.comment);
    visit("reviewer", row.reviewer);
    visit("reviewed_at", row.reviewed_at);
    visit("decided_by", row.decided_by);
    visit("created_at", row.created_at);
    visit("updated_at", row.updated_at);
  }
};

// The money of a plan's version.
struct PoolRow {
  static constexpr db::Literal kTable{"pool"};
  std::string plan_version;
  int64_t enrolled = 0;
  base::Fen contributions;
  base::Fen refunds_due;
  int64_t approved = 0;
  base::Fen awarded;
  int64_t under_review = 0;
  int64_t rejected = 0;

  const std::string& Key() const { return plan_version; }
  change::EffectFacts Facts() const {
    return {.resource = "pools/" + plan_version, .amount_fen = awarded.value};
  }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("plan_version", row.plan_version);
    visit("enrolled_count", row.enrolled);
    visit("contributions", row.contributions);
    visit("refunds_due", row.refunds_due);
    visit("approved_count", row.approved);
    visit("awarded", row.awarded);
    visit("under_review_count", row.under_review);
    visit("rejected_count", row.rejected);
  }
};

// What a county's workers got in a year: the figures board, kept in every change.
struct FigureRow {
  static constexpr db::Literal kTable{"figure"};
  std::string key;  // "2023-330203"
  int32_t year = 0;
  std::string county;
  int64_t enrolled = 0;
  int64_t approved = 0;
  base::Fen awarded;
  int64_t under_review = 0;
  int64_t rejected = 0;

  static std::string KeyOf(int32_t year, const std::string& county) {
    return std::to_string(year) + "-" + county;
  }
  const std::string& Key() const { return key; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("figure_key", row.key);
    visit("year", row.year);
    visit("county", row.county);
    visit("enrolled_count", row.enrolled);
    visit("approved_count", row.approved);
    visit("awarded", row.awarded);
    visit("under_review_count", row.under_review);
    visit("rejected_count", row.rejected);
  }
};

}  // namespace unioncare::medical::store
