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

// Employers and persons: the anchors that everything else hangs on.
namespace unioncare::medical::store {

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

}  // namespace unioncare::medical::store
