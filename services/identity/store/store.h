#pragma once

#include <cstdint>
#include <string>

#include "common/base/instant.h"
#include "common/base/name.h"
#include "common/change/caller.h"
#include "common/change/effect.h"
#include "common/change/table.h"
#include "common/change/unit_of_work.h"
#include "common/db/row.h"
#include "services/identity/rules/organization.h"
#include "services/identity/rules/role.h"

// What identity stores, row by row (schema/0001_identity.sql).
namespace unioncare::identity {

// People are known by a pseudonym of 33 bytes. A worker's is the city's person key of the citizen
// number, the same in every service. Staff give no number; theirs is random, begins with this byte
// and is known here only.
inline constexpr char kStaffKeyVersion = 0;

inline bool IsWorker(const db::Bytes& person_key) {
  return !person_key.value.empty() && person_key.value[0] != kStaffKeyVersion;
}

// The pseudonym as other services may know it: of workers only.
inline std::string PublicKey(const db::Bytes& person_key) {
  return IsWorker(person_key) ? person_key.value : "";
}

struct OrganizationRow {
  static constexpr db::Literal kTable{"organization"};
  int64_t id = 0;
  int32_t kind = 0;       // OrganizationKind
  int64_t parent_id = 0;  // 0: the city's
  std::string county;     // empty: the city's
  std::string division_code;
  std::string title;
  std::string union_credit_code;  // empty: none
  std::string employer_title;     // empty: no employer
  std::string employer_code;
  base::Instant created_at;

  int64_t Key() const { return id; }
  OrganizationKind Kind() const { return static_cast<OrganizationKind>(kind); }
  change::RowScope Scope() const {
    return {.organization = id, .county = county, .person_key = ""};
  }
  change::EffectFacts Facts() const { return {.resource = base::MakeName("organizations", id)}; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("kind", row.kind);
    visit("parent_id", row.parent_id);
    visit("county", row.county);
    visit("division_code", row.division_code);
    visit("title", row.title);
    visit("union_credit_code", row.union_credit_code);
    visit("employer_title", row.employer_title);
    visit("employer_code", row.employer_code);
    visit("created_at", row.created_at);
  }
};

// The anchor that makes an employer's credit code unique in the city.
struct EmployerCodeRow {
  static constexpr db::Literal kTable{"employer_code"};
  std::string credit_code;
  int64_t organization = 0;

  const std::string& Key() const { return credit_code; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("credit_code", row.credit_code);
    visit("organization", row.organization);
  }
};

struct AccountRow {
  static constexpr db::Literal kTable{"account"};
  int64_t id = 0;
  int64_t organization = 0;
  std::string county;  // of the organization
  db::Bytes person_key;
  RoleSet roles = 0;
  base::Instant created_at;

  int64_t Key() const { return id; }
  change::RowScope Scope() const {
    return {.organization = organization, .county = county, .person_key = person_key.value};
  }
  change::EffectFacts Facts() const {
    return {.resource = base::MakeName("accounts", id), .person_key = PublicKey(person_key)};
  }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("organization", row.organization);
    visit("county", row.county);
    visit("person_key", row.person_key);
    visit("roles", row.roles);
    visit("created_at", row.created_at);
  }
};

// The anchor that makes a login unique in the city: its blind index, never the login itself.
struct LoginRow {
  static constexpr db::Literal kTable{"login"};
  db::Bytes login;
  int64_t account_id = 0;
  std::string password_hash;  // argon2id

  const db::Bytes& Key() const { return login; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("login", row.login);
    visit("account_id", row.account_id);
    visit("password_hash", row.password_hash);
  }
};

// What is private of a person, sealed under the person's data key (vault.h); the anchor that gives
// a person one account.
struct PersonRow {
  static constexpr db::Literal kTable{"person"};
  db::Bytes person_key;
  int64_t account_id = 0;
  db::Bytes name;
  db::Bytes id_number;  // of staff: the empty text, sealed
  db::Bytes mobile;     // likewise

  const db::Bytes& Key() const { return person_key; }
  change::EffectFacts Facts() const {
    return {.resource = "", .person_key = PublicKey(person_key)};
  }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("person_key", row.person_key);
    visit("account_id", row.account_id);
    visit("name", row.name);
    visit("id_number", row.id_number);
    visit("mobile", row.mobile);
  }
};

// A person's data key, wrapped by the service's; a table of its own, backed up apart: without this
// row the person is erased.
struct DataKeyRow {
  static constexpr db::Literal kTable{"data_key"};
  db::Bytes person_key;
  db::Bytes wrapped;

  const db::Bytes& Key() const { return person_key; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("person_key", row.person_key);
    visit("wrapped", row.wrapped);
  }
};

struct Store : change::UnitOfWork {
  change::Table<OrganizationRow> organizations;
  change::Table<EmployerCodeRow> employer_codes;
  change::Table<AccountRow> accounts;
  change::Table<LoginRow> logins;
  change::Table<PersonRow> people;
  change::Table<DataKeyRow> data_keys;

  Store()
      : UnitOfWork({&organizations, &employer_codes, &accounts, &logins, &people, &data_keys}) {}
};

}  // namespace unioncare::identity
