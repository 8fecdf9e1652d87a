#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/rpc/status.pb.h"

// The error vocabulary. Inside a service every failure is an absl::Status made here; common/rpc
// maps it to gRPC once. It carries what the caller needs in order to go on: a stable machine
// reason, the evidence, and a sentence in English and in Chinese that says what to do next.
//
//   inline constexpr Reason kWaitingPeriod{
//       "WAITING_PERIOD", absl::StatusCode::kFailedPrecondition,
//       "The cover starts on {date}; file the claim for a later event.",
//       "保障自{date}起生效，请就此后发生的情况提出申请。"};
//   return Refuse(kWaitingPeriod, {{"date", "2024-05-01"}});
namespace unioncare::status {

// Reasons are never renamed: clients and stored replies know them. Those that every service shares
// are in reasons.h, a service's own beside its rules.
struct Reason {
  std::string_view name;  // UPPER_SNAKE, unique in the domain "unioncare"
  absl::StatusCode code;
  std::string_view english;  // "{key}" stands for the metadata of that key
  std::string_view chinese;
};

// Evidence that callers may see: states, limits, amounts, masked forms. Never identifiers of a
// person, SQL, or another caller's data. Keys are lowerCamelCase and appear once.
using Metadata = std::vector<std::pair<std::string, std::string>>;

absl::Status Refuse(const Reason& reason, const Metadata& metadata = {});

struct FieldViolation {
  std::string field;   // path in the request: "claim.expenses[2].amount", "rows[17].id_number"
  std::string reason;  // UPPER_SNAKE: "REQUIRED"
  std::string english;
  std::string chinese;
};

// More are counted, not listed. (Full, a status takes some 40 KB of trailers: common/rpc
// allows 64.)
inline constexpr size_t kMaxFieldViolations = 100;

// INVALID_FIELDS with every violation; metadata "count" is how many there are. At least one.
absl::Status BadFields(const std::vector<FieldViolation>& violations);

// Tells the caller not to try again earlier (google.rpc.RetryInfo). Leaves an OK status alone.
absl::Status WithRetryAfter(const absl::Status& status, int seconds);

// The reason's name; "" when the status is OK or was not made here.
std::string ReasonOf(const absl::Status& status);

// What goes on the wire. A status that was not made here is a fault of ours: it becomes INTERNAL,
// and its text, which may hold anything, stays behind for the log.
google::rpc::Status ToRpcStatus(const absl::Status& status);

// What a peer answered, whole: ToRpcStatus gives the same back.
absl::Status FromRpcStatus(const google::rpc::Status& status);

}  // namespace unioncare::status

#define UC_STATUS_JOIN_(a, b) a##b
#define UC_STATUS_JOIN(a, b) UC_STATUS_JOIN_(a, b)

// RETURN_IF_ERROR(Store(row));
#define RETURN_IF_ERROR(...)                                                         \
  do {                                                                               \
    if (::absl::Status uc_status = (__VA_ARGS__); !uc_status.ok()) return uc_status; \
  } while (false)

// ASSIGN_OR_RETURN(const Claim claim, LoadClaim(id)); a declaration, so it needs a block of its
// own.
#define ASSIGN_OR_RETURN(target, ...) \
  UC_ASSIGN_OR_RETURN(UC_STATUS_JOIN(uc_result_, __LINE__), target, __VA_ARGS__)
#define UC_ASSIGN_OR_RETURN(result, target, ...)       \
  auto result = (__VA_ARGS__);                         \
  if (!result.ok()) return std::move(result).status(); \
  target = *std::move(result)
