#include "common/change/requests.h"

#include <algorithm>

#include "common/status/reasons.h"
#include "common/status/status.h"
#include "google/rpc/status.pb.h"

namespace unioncare::change {
namespace {

constexpr int64_t kReplyDays = 400;
constexpr int64_t kRefusalDays = 7;

db::Bytes IdBytes(const base::Uuid& id) { return {std::string(id.begin(), id.end())}; }

// A refusal that Decide gave, as opposed to something that went wrong. A chunk's id derives from
// what it does, so that its refusal, once stored, would stand in the way of its retry.
bool IsKept(const Request& request, const absl::Status& refusal) {
  if (request.origin == journal::v1::ORIGIN_CHUNK) return false;
  switch (refusal.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
      return false;
    default:
      return true;
  }
}

absl::StatusOr<std::string> Decoded(int code, std::string bytes) {
  if (code == 0) return bytes;
  google::rpc::Status refusal;
  if (!refusal.ParseFromString(bytes)) return status::Refuse(status::kInternal);
  return status::FromRpcStatus(refusal);
}

}  // namespace

db::Sql Requests::LookUp(const std::vector<base::Uuid>& ids) {
  std::vector<db::Bytes> keys;
  for (const base::Uuid& id : ids) keys.push_back(IdBytes(id));
  std::ranges::sort(keys);
  db::Sql sql(
      "SELECT request_id, caller, method, body_hash, code, reply FROM request "
      "WHERE request_id IN ");
  sql.List(keys);
  return sql;
}

void Requests::Read(db::Rows& rows) {
  while (rows.Next()) {
    const std::string bytes = rows.Get<db::Bytes>(1).value;
    base::Uuid id;
    std::copy_n(bytes.begin(), id.size(), id.begin());
    answered_.insert_or_assign(
        id,
        Answered{rows.Get<std::string>(2), rows.Get<std::string>(3), rows.Get<db::Bytes>(4).value,
                 Decoded(rows.Get<int32_t>(5), rows.Get<db::Bytes>(6).value)});
  }
}

std::optional<absl::StatusOr<std::string>> Requests::Replay(const Request& request) const {
  const auto found = answered_.find(request.id);
  if (found == answered_.end()) return std::nullopt;
  const Answered& answered = found->second;
  if (answered.caller != request.caller.account || answered.method != request.method ||
      answered.body_hash != request.body_hash) {
    return status::Refuse(status::kRequestIdReused);
  }
  return answered.answer;
}

void Requests::Remember(const Request& request, const absl::StatusOr<std::string>& answer,
                        base::Instant now) {
  if (!answer.ok() && !IsKept(request, answer.status())) return;
  const int64_t days = answer.ok() ? kReplyDays : kRefusalDays;
  const auto [_, is_new] = answered_.try_emplace(
      request.id, Answered{request.caller.account, request.method, request.body_hash, answer});
  if (is_new) {
    fresh_.push_back({request.id, request.origin, AddMicros(now, days * base::kMicrosPerDay)});
  }
}

// Plain INSERT: if another process answered the same request meanwhile, the batch must run again.
void Requests::Flush(db::Script& script) const {
  if (fresh_.empty()) return;
  db::Sql sql(
      "INSERT INTO request (request_id, origin, caller, method, body_hash, code, reply, "
      "expires_at) VALUES ");
  bool first = true;
  for (const Fresh& fresh : fresh_) {
    const Answered& answered = answered_.at(fresh.id);
    const google::rpc::Status refusal = status::ToRpcStatus(answered.answer.status());
    first ? sql << "(" : sql << ",(";
    first = false;
    sql << IdBytes(fresh.id) << "," << fresh.origin << "," << answered.caller << ","
        << answered.method << "," << db::Bytes{answered.body_hash} << ","
        << static_cast<int32_t>(answered.answer.status().code()) << ","
        << db::Bytes{answered.answer.ok() ? *answered.answer : refusal.SerializeAsString()} << ","
        << fresh.expires << ")";
  }
  script.Add(sql);
}

}  // namespace unioncare::change
