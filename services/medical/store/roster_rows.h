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
#include "services/medical/store/upload_rows.h"

// Rosters, their members, and the enrolments that come of them.
namespace unioncare::medical::store {

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

}  // namespace unioncare::medical::store
