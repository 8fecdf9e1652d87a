#include "services/identity/store/queries.h"

#include <map>
#include <utility>

#include "common/change/scope_sql.h"
#include "common/db/row.h"
#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::identity {
namespace {

// The service itself, for reads that are nobody's yet.
const change::Caller kService{.account = "", .roles = {}, .reach = change::Reach::kSystem};

template <class Row>
db::Sql SelectFrom() {
  db::Sql sql("SELECT ");
  db::AppendColumnNames<Row>(sql);
  sql << ",version FROM " << Row::kTable << " WHERE ";
  return sql;
}

template <class Row>
absl::StatusOr<std::vector<Versioned<Row>>> ReadAll(db::Connection& connection,
                                                    const db::Sql& sql) {
  ASSIGN_OR_RETURN(db::Rows rows, connection.Query(sql));
  std::vector<Versioned<Row>> found;
  while (rows.Next()) {
    int next = 0;
    Row row = db::ReadRow<Row>(rows, 1, &next);
    found.push_back({std::move(row), rows.Get<int64_t>(next)});
  }
  return found;
}

// An organization is its own: there the scope's column is the id.
void AppendOrganizationScope(db::Sql& sql, const change::Caller& caller) {
  if (caller.reach == change::Reach::kOrganization) {
    sql << " AND id=" << caller.organization;
  } else {
    change::AppendScope(sql, caller);
  }
}

// The rows of a set of keys, in one statement.
template <class Row>
absl::StatusOr<std::map<db::Bytes, Row>> ByPersonKey(db::Connection& connection,
                                                     const std::vector<db::Bytes>& keys) {
  std::map<db::Bytes, Row> found;
  if (keys.empty()) return found;
  db::Sql sql = SelectFrom<Row>();
  sql << "person_key IN ";
  sql.List(keys);
  ASSIGN_OR_RETURN(std::vector<Versioned<Row>> rows, ReadAll<Row>(connection, sql));
  for (auto& [row, version] : rows) {
    db::Bytes key = row.person_key;
    found.emplace(std::move(key), std::move(row));
  }
  return found;
}

// An account without its person row is a fault of ours: nothing deletes one.
absl::StatusOr<std::vector<AccountView>> WithPeople(db::Connection& connection,
                                                    std::vector<Versioned<AccountRow>> accounts) {
  std::vector<db::Bytes> keys;
  for (const auto& account : accounts) keys.push_back(account.row.person_key);
  ASSIGN_OR_RETURN(auto people, ByPersonKey<PersonRow>(connection, keys));
  ASSIGN_OR_RETURN(auto data_keys, ByPersonKey<DataKeyRow>(connection, keys));
  std::vector<AccountView> views;
  for (auto& account : accounts) {
    const auto person = people.find(account.row.person_key);
    const auto data_key = data_keys.find(account.row.person_key);
    if (person == people.end() || data_key == data_keys.end()) {
      return status::Refuse(status::kInternal);
    }
    views.push_back({std::move(account), person->second, data_key->second});
  }
  return views;
}

absl::Status NotFound(std::string_view collection, int64_t id) {
  return status::Refuse(status::kNotFound, {{"resource", base::MakeName(collection, id)}});
}

}  // namespace

absl::StatusOr<OrganizationView> FindOrganization(db::Connection& connection,
                                                  const change::Caller& caller, int64_t id) {
  db::Sql sql = SelectFrom<OrganizationRow>();
  sql << "id=" << id;
  AppendOrganizationScope(sql, caller);
  ASSIGN_OR_RETURN(auto found, ReadAll<OrganizationRow>(connection, sql));
  if (found.empty()) return NotFound("organizations", id);
  return std::move(found.front());
}

absl::StatusOr<std::vector<OrganizationView>> ListOrganizations(db::Connection& connection,
                                                                const change::Caller& caller,
                                                                std::optional<int64_t> parent,
                                                                int64_t after, int64_t limit) {
  db::Sql sql = SelectFrom<OrganizationRow>();
  sql << "id>" << after;
  if (parent) sql << " AND parent_id=" << *parent;
  AppendOrganizationScope(sql, caller);
  sql << " ORDER BY id LIMIT " << limit;
  return ReadAll<OrganizationRow>(connection, sql);
}

absl::StatusOr<AccountView> FindAccount(db::Connection& connection, const change::Caller& caller,
                                        int64_t id) {
  db::Sql sql = SelectFrom<AccountRow>();
  sql << "id=" << id;
  change::AppendScope(sql, caller);
  ASSIGN_OR_RETURN(auto found, ReadAll<AccountRow>(connection, sql));
  if (found.empty()) return NotFound("accounts", id);
  ASSIGN_OR_RETURN(auto views, WithPeople(connection, std::move(found)));
  return std::move(views.front());
}

absl::StatusOr<std::vector<AccountView>> ListAccounts(db::Connection& connection,
                                                      const change::Caller& caller, int64_t after,
                                                      int64_t limit) {
  db::Sql sql = SelectFrom<AccountRow>();
  sql << "id>" << after;
  change::AppendScope(sql, caller);
  sql << " ORDER BY id LIMIT " << limit;
  ASSIGN_OR_RETURN(auto found, ReadAll<AccountRow>(connection, sql));
  return WithPeople(connection, std::move(found));
}

absl::StatusOr<std::optional<LoginView>> FindLogin(db::Connection& connection,
                                                   const db::Bytes& login) {
  db::Sql sql = SelectFrom<LoginRow>();
  sql << "login=" << login;
  ASSIGN_OR_RETURN(auto found, ReadAll<LoginRow>(connection, sql));
  if (found.empty()) return std::nullopt;
  LoginView view;
  view.login = std::move(found.front().row);
  ASSIGN_OR_RETURN(view.view, FindAccount(connection, kService, view.login.account_id));
  ASSIGN_OR_RETURN(const OrganizationView organization,
                   FindOrganization(connection, kService, view.view.account.row.organization));
  view.organization = organization.row;
  return view;
}

absl::StatusOr<bool> HasAccounts(db::Connection& connection) {
  ASSIGN_OR_RETURN(db::Rows rows, connection.Query(db::Sql("SELECT 1 FROM account LIMIT 1")));
  return rows.Next();
}

}  // namespace unioncare::identity
