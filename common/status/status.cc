#include "common/status/status.h"

#include <algorithm>
#include <optional>

#include "absl/strings/cord.h"
#include "common/status/reasons.h"
#include "google/rpc/error_details.pb.h"

namespace unioncare::status {
namespace {

constexpr char kPayload[] = "type.googleapis.com/google.rpc.Status";
constexpr char kDomain[] = "unioncare";
constexpr char kChinese[] = "zh-CN";

// One pass: what a value contains is never looked at again.
std::string Fill(std::string_view text, const Metadata& metadata) {
  std::string filled;
  while (!text.empty()) {
    const size_t open = std::min(text.find('{'), text.size());
    filled.append(text.substr(0, open));
    text.remove_prefix(open);
    const size_t close = text.find('}');
    if (close == std::string_view::npos) return filled.append(text);
    const std::string_view key = text.substr(1, close - 1);
    const auto entry = std::find_if(metadata.begin(), metadata.end(),
                                    [key](const auto& pair) { return pair.first == key; });
    filled.append(entry == metadata.end() ? text.substr(0, close + 1)
                                          : std::string_view(entry->second));
    text.remove_prefix(close + 1);
  }
  return filled;
}

google::rpc::Status Describe(const Reason& reason, const Metadata& metadata) {
  google::rpc::Status described;
  described.set_code(static_cast<int>(reason.code));
  described.set_message(Fill(reason.english, metadata));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason.name));
  info.set_domain(kDomain);
  for (const auto& [key, value] : metadata) (*info.mutable_metadata())[key] = value;
  described.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage chinese;
  chinese.set_locale(kChinese);
  chinese.set_message(Fill(reason.chinese, metadata));
  described.add_details()->PackFrom(chinese);
  return described;
}

std::optional<google::rpc::Status> Payload(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayload);
  google::rpc::Status described;
  if (!payload || !described.ParseFromString(std::string(*payload))) return std::nullopt;
  return described;
}

}  // namespace

absl::Status Refuse(const Reason& reason, const Metadata& metadata) {
  return FromRpcStatus(Describe(reason, metadata));
}

absl::Status BadFields(const std::vector<FieldViolation>& violations) {
  google::rpc::Status described =
      Describe(kInvalidFields, {{"count", std::to_string(violations.size())}});
  google::rpc::BadRequest bad;
  for (size_t i = 0; i < std::min(violations.size(), kMaxFieldViolations); ++i) {
    auto* violation = bad.add_field_violations();
    violation->set_field(violations[i].field);
    violation->set_description(violations[i].english);
    violation->set_reason(violations[i].reason);
    violation->mutable_localized_message()->set_locale(kChinese);
    violation->mutable_localized_message()->set_message(violations[i].chinese);
  }
  described.add_details()->PackFrom(bad);
  return FromRpcStatus(described);
}

absl::Status WithRetryAfter(const absl::Status& status, int seconds) {
  if (status.ok()) return status;
  google::rpc::Status described = ToRpcStatus(status);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  described.add_details()->PackFrom(retry);
  return FromRpcStatus(described);
}

std::string ReasonOf(const absl::Status& status) {
  const std::optional<google::rpc::Status> described = Payload(status);
  if (!described) return "";
  for (const google::protobuf::Any& detail : described->details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  if (status.ok()) return {};
  if (std::optional<google::rpc::Status> described = Payload(status)) return *described;
  return Describe(kInternal, {});
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  // Codes that gRPC does not know arrive as UNKNOWN, which is also what they mean.
  absl::Status result(static_cast<absl::StatusCode>(status.code()), status.message());
  result.SetPayload(kPayload, absl::Cord(status.SerializeAsString()));
  return result;
}

}  // namespace unioncare::status
