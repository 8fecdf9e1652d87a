#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/id.h"
#include "common/base/name.h"
#include "common/rpc/endpoint.h"
#include "common/rpc/page.h"
#include "common/status/reasons.h"
#include "common/status/status.h"
#include "services/medical/store/queries.h"

// How the reading handlers answer one row and a page of rows.
namespace unioncare::medical {

// NOT_FOUND when there is no row, or none that the caller reaches.
template <class Row>
absl::StatusOr<store::Versioned<Row>> GetByName(db::Connection& connection, const rpc::Call& call,
                                                const std::string& name,
                                                std::string_view collection) {
  const int64_t id = base::ParseName(name, collection).value_or(0);
  ASSIGN_OR_RETURN(auto found, store::FindById<Row>(connection, id, call.caller()));
  if (!found) return status::Refuse(status::kNotFound, {{"resource", name}});
  return *std::move(found);
}

// Cuts a list to the page and says where the next one starts: `rows` is one longer than the page
// when there are more. `position(row)` is what the next page goes on after.
template <class Request, class Rows, class Reply, class Position>
void CutPage(const rpc::Pager& pager, const Request& request, const rpc::Call& call,
             const rpc::Page& page, Rows& rows, Reply& reply, Position position) {
  if (static_cast<int64_t>(rows.size()) <= page.size) return;
  rows.pop_back();
  reply.set_next_page_token(pager.Next(request, call.caller().account, position(rows.back())));
}

// A filter that is a resource name; absent when it is empty.
inline std::optional<int64_t> IdFilter(const std::string& name, std::string_view collection) {
  if (name.empty()) return std::nullopt;
  return base::ParseName(name, collection).value_or(0);
}

inline std::optional<int32_t> StateFilter(int state) {
  if (state == 0) return std::nullopt;
  return state;
}

}  // namespace unioncare::medical
