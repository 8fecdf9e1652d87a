#include "services/medical/store/queries.h"

#include "common/base/id.h"
#include "common/change/scope_sql.h"
#include "common/status/status.h"

namespace unioncare::medical::store {
namespace {

template <class Row>
db::Sql SelectFrom() {
  db::Sql sql("SELECT ");
  db::AppendColumnNames<Row>(sql);
  sql << ",version FROM " << Row::kTable << " WHERE 1=1";
  return sql;
}

template <class Row>
absl::StatusOr<std::vector<Versioned<Row>>> ReadAll(db::Connection& connection,
                                                    const db::Sql& sql) {
  ASSIGN_OR_RETURN(db::Rows rows, connection.Query(sql));
  std::vector<Versioned<Row>> all;
  while (rows.Next()) {
    int version = 0;
    Row row = db::ReadRow<Row>(rows, 1, &version);
    all.push_back({std::move(row), rows.Get<int64_t>(version)});
  }
  return all;
}

template <class Row>
absl::StatusOr<std::vector<Row>> ReadRows(db::Connection& connection, const db::Sql& sql) {
  ASSIGN_OR_RETURN(auto versioned, ReadAll<Row>(connection, sql));
  std::vector<Row> rows;
  for (auto& each : versioned) rows.push_back(std::move(each.row));
  return rows;
}

template <class Row>
absl::StatusOr<std::optional<Row>> ReadOne(db::Connection& connection, const db::Sql& sql) {
  ASSIGN_OR_RETURN(auto rows, ReadRows<Row>(connection, sql));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

// Tables whose rows belong to nobody have no scope to narrow to.
template <class Row>
inline constexpr bool kHasScope = requires(Row row) {
  row.organization;
  row.county;
  row.state;
};

template <class Value>
void AppendEqual(db::Sql& sql, db::Literal condition, const std::optional<Value>& value) {
  if (value) sql << condition << *value;
}

}  // namespace

template <class Row>
absl::StatusOr<std::optional<Versioned<Row>>> FindById(db::Connection& connection, int64_t id,
                                                       const change::Caller& caller) {
  db::Sql sql = SelectFrom<Row>();
  sql << " AND id=" << id;
  if constexpr (kHasScope<Row>) change::AppendScope(sql, caller);
  ASSIGN_OR_RETURN(auto rows, ReadAll<Row>(connection, sql));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

template <class Row>
absl::StatusOr<std::vector<Versioned<Row>>> List(db::Connection& connection,
                                                 const change::Caller& caller, const Filter& filter,
                                                 const rpc::Page& page, Order order) {
  db::Sql sql = SelectFrom<Row>();
  if constexpr (kHasScope<Row>) change::AppendScope(sql, caller);
  AppendEqual(sql, " AND organization=", filter.organization);
  AppendEqual(sql, " AND roster=", filter.roster);
  AppendEqual(sql, " AND upload=", filter.upload);
  AppendEqual(sql, " AND plan_id=", filter.plan_id);
  AppendEqual(sql, " AND state=", filter.state);
  const std::optional<int64_t> after = base::DecodeId(page.after);
  const bool newest_first = order == Order::kNewestFirst;
  if (after) (newest_first ? sql << " AND id<" : sql << " AND id>") << *after;
  newest_first ? sql << " ORDER BY id DESC" : sql << " ORDER BY id";
  sql << " LIMIT " << page.size + 1;
  return ReadAll<Row>(connection, sql);
}

#define UC_STORE_QUERIES(Row)                                                                    \
  template absl::StatusOr<std::optional<Versioned<Row>>> FindById<Row>(db::Connection&, int64_t, \
                                                                       const change::Caller&);   \
  template absl::StatusOr<std::vector<Versioned<Row>>> List<Row>(                                \
      db::Connection&, const change::Caller&, const Filter&, const rpc::Page&, Order)
UC_STORE_QUERIES(PlanRow);
UC_STORE_QUERIES(RosterRow);
UC_STORE_QUERIES(EnrolmentRow);
UC_STORE_QUERIES(ImportRow);
UC_STORE_QUERIES(SettlementRow);
UC_STORE_QUERIES(ClaimRow);
UC_STORE_QUERIES(UploadErrorRow);
#undef UC_STORE_QUERIES

absl::StatusOr<std::optional<PlanVersionRow>> FindPlanVersion(db::Connection& connection,
                                                              const std::string& key) {
  db::Sql sql = SelectFrom<PlanVersionRow>();
  sql << " AND version_key=" << key;
  return ReadOne<PlanVersionRow>(connection, sql);
}

absl::StatusOr<std::vector<PlanVersionRow>> PlanVersions(db::Connection& connection,
                                                         const std::vector<std::string>& keys) {
  if (keys.empty()) return std::vector<PlanVersionRow>();
  db::Sql sql = SelectFrom<PlanVersionRow>();
  sql << " AND version_key IN ";
  sql.List(keys);
  return ReadRows<PlanVersionRow>(connection, sql);
}

absl::StatusOr<std::vector<PlanVersionRow>> VersionsOfPlan(db::Connection& connection,
                                                           int64_t plan_id, int32_t after,
                                                           int64_t limit) {
  db::Sql sql = SelectFrom<PlanVersionRow>();
  sql << " AND plan_id=" << plan_id << " AND number>" << after << " ORDER BY number LIMIT "
      << limit;
  return ReadRows<PlanVersionRow>(connection, sql);
}

absl::StatusOr<std::map<int64_t, std::string>> Explanations(db::Connection& connection,
                                                            const std::vector<int64_t>& ids) {
  std::map<int64_t, std::string> lines;
  if (ids.empty()) return lines;
  db::Sql sql = SelectFrom<ExplanationRow>();
  sql << " AND id IN ";
  sql.List(ids);
  ASSIGN_OR_RETURN(auto rows, ReadRows<ExplanationRow>(connection, sql));
  for (ExplanationRow& row : rows) lines.emplace(row.id, std::move(row.content.value));
  return lines;
}

absl::StatusOr<std::optional<PoolRow>> FindPool(db::Connection& connection,
                                                const std::string& key) {
  db::Sql sql = SelectFrom<PoolRow>();
  sql << " AND plan_version=" << key;
  return ReadOne<PoolRow>(connection, sql);
}

absl::StatusOr<std::vector<PoolRow>> Pools(db::Connection& connection, const std::string& after,
                                           int64_t limit) {
  db::Sql sql = SelectFrom<PoolRow>();
  sql << " AND plan_version>" << after << " ORDER BY plan_version LIMIT " << limit;
  return ReadRows<PoolRow>(connection, sql);
}

absl::StatusOr<std::vector<FigureRow>> Figures(db::Connection& connection, int32_t year,
                                               const std::string& county) {
  db::Sql sql = SelectFrom<FigureRow>();
  if (year != 0) sql << " AND year=" << year;
  if (!county.empty()) sql << " AND county=" << county;
  sql << " ORDER BY year, county LIMIT 2000";
  return ReadRows<FigureRow>(connection, sql);
}

absl::StatusOr<std::vector<RosterMemberRow>> MembersAfter(db::Connection& connection,
                                                          int64_t roster, int64_t after_row,
                                                          int64_t limit) {
  db::Sql sql = SelectFrom<RosterMemberRow>();
  sql << " AND roster=" << roster << " AND file_row>" << after_row << " ORDER BY file_row LIMIT "
      << limit;
  return ReadRows<RosterMemberRow>(connection, sql);
}

absl::StatusOr<std::optional<UploadChunkRow>> ChunkEndingAt(db::Connection& connection,
                                                            int64_t upload, int64_t offset) {
  db::Sql sql = SelectFrom<UploadChunkRow>();
  sql << " AND upload=" << upload << " AND next_offset=" << offset << " ORDER BY id LIMIT 1";
  return ReadOne<UploadChunkRow>(connection, sql);
}

}  // namespace unioncare::medical::store
