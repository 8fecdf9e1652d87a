#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/change/caller.h"
#include "common/change/table.h"
#include "common/db/connection.h"
#include "common/rpc/page.h"
#include "services/medical/store/rows.h"

// Everything medical reads outside the write path. The number of queries of a page does not grow
// with its rows.
namespace unioncare::medical::store {

// A row with its version, which is its etag.
template <class Row>
struct Versioned {
  Row row;
  int64_t version = 0;
};

// The row if the caller reaches it. By `id` for what has one, by the key otherwise.
template <class Row>
absl::StatusOr<std::optional<Versioned<Row>>> FindById(db::Connection& connection, int64_t id,
                                                       const change::Caller& caller);

// Filters of lists; what is absent does not filter.
struct Filter {
  std::optional<int64_t> organization;
  std::optional<int64_t> roster;
  std::optional<int64_t> upload;
  std::optional<int64_t> plan_id;
  std::optional<int32_t> state;
};

// Rows that the caller reaches, by id; `page.after` is the id of the last row of the page before.
// One more than page.size when there are more.
enum class Order { kOldestFirst, kNewestFirst };
template <class Row>
absl::StatusOr<std::vector<Versioned<Row>>> List(db::Connection& connection,
                                                 const change::Caller& caller, const Filter& filter,
                                                 const rpc::Page& page, Order order);

absl::StatusOr<std::optional<PlanVersionRow>> FindPlanVersion(db::Connection& connection,
                                                              const std::string& key);
// By key; the versions of rosters on a page.
absl::StatusOr<std::vector<PlanVersionRow>> PlanVersions(db::Connection& connection,
                                                         const std::vector<std::string>& keys);
absl::StatusOr<std::vector<PlanVersionRow>> VersionsOfPlan(db::Connection& connection,
                                                           int64_t plan_id, int32_t after,
                                                           int64_t limit);

// The lines of explanations, by id.
absl::StatusOr<std::map<int64_t, std::string>> Explanations(db::Connection& connection,
                                                            const std::vector<int64_t>& ids);

absl::StatusOr<std::optional<PoolRow>> FindPool(db::Connection& connection, const std::string& key);
absl::StatusOr<std::vector<PoolRow>> Pools(db::Connection& connection, const std::string& after,
                                           int64_t limit);

// By year, then county; year 0 and an empty county are all. For a caller below the city, only the
// county that it is in.
absl::StatusOr<std::vector<FigureRow>> Figures(db::Connection& connection, int32_t year,
                                               const std::string& county);

// The next members of a roster by row.
absl::StatusOr<std::vector<RosterMemberRow>> MembersAfter(db::Connection& connection,
                                                          int64_t roster, int64_t after_row,
                                                          int64_t limit);

// Where a chunk that ended at this offset left its upload.
absl::StatusOr<std::optional<UploadChunkRow>> ChunkEndingAt(db::Connection& connection,
                                                            int64_t upload, int64_t offset);

}  // namespace unioncare::medical::store
