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

// Plans, and what is counted of them: pools and the figures board.
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
