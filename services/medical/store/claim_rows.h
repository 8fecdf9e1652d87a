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
#include "services/medical/store/upload_rows.h"

// The feed's settlements and the claims that answer to them.
namespace unioncare::medical::store {

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
  int64_t explanation = 0;         // the ExplanationRow of the decision
  db::Bytes explanation_hash;      // of its content
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
    visit("explanation_hash", row.explanation_hash);
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

// The arithmetic of one decision. Beside the claim, because most changes of a claim leave it as it
// is; a decision with another arithmetic adds a row, so that what was once said stays readable.
struct ExplanationRow {
  static constexpr db::Literal kTable{"claim_explanation"};
  int64_t id = 0;
  int64_t claim = 0;
  db::Bytes content;  // a v1.Claim with its explanation only

  int64_t Key() const { return id; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("claim", row.claim);
    visit("content", row.content);
  }
};

}  // namespace unioncare::medical::store
