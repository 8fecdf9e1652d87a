#include "services/gateway/errors.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "common/status/reasons.h"
#include "common/status/status.h"
#include "google/rpc/code.pb.h"
#include "google/rpc/error_details.pb.h"
#include "services/gateway/json.h"
#include "services/gateway/reasons.h"

namespace unioncare::gateway {
namespace {

template <typename Detail>
std::optional<Detail> Find(const google::rpc::Status& status) {
  for (const auto& any : status.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

bool IsKnown(const google::protobuf::Any& detail) {
  return detail.Is<google::rpc::ErrorInfo>() || detail.Is<google::rpc::BadRequest>() ||
         detail.Is<google::rpc::RetryInfo>() || detail.Is<google::rpc::LocalizedMessage>() ||
         detail.Is<google::rpc::PreconditionFailure>() || detail.Is<google::rpc::Help>();
}

// Why google.rpc.Code's comments say what they say: this table is theirs.
int HttpStatusOfCode(int code) {
  switch (code) {
    case google::rpc::OK:
      return 200;
    case google::rpc::INVALID_ARGUMENT:
    case google::rpc::FAILED_PRECONDITION:
    case google::rpc::OUT_OF_RANGE:
      return 400;
    case google::rpc::UNAUTHENTICATED:
      return 401;
    case google::rpc::PERMISSION_DENIED:
      return 403;
    case google::rpc::NOT_FOUND:
      return 404;
    case google::rpc::ABORTED:
    case google::rpc::ALREADY_EXISTS:
      return 409;
    case google::rpc::RESOURCE_EXHAUSTED:
      return 429;
    case google::rpc::CANCELLED:
      return 499;
    case google::rpc::UNIMPLEMENTED:
      return 501;
    case google::rpc::UNAVAILABLE:
      return 503;
    case google::rpc::DEADLINE_EXCEEDED:
      return 504;
    default:
      return 500;
  }
}

std::string CodeName(int code) {
  return google::rpc::Code_IsValid(code)
             ? google::rpc::Code_Name(static_cast<google::rpc::Code>(code))
             : "UNKNOWN";
}

std::string MessageOf(const google::rpc::Status& status, bool chinese) {
  const auto localized = Find<google::rpc::LocalizedMessage>(status);
  return chinese && localized ? localized->message() : status.message();
}

std::string GoogleBody(const google::rpc::Status& status, int http, bool chinese) {
  std::string details;
  for (const auto& detail : status.details()) {
    if (!IsKnown(detail)) continue;
    const absl::StatusOr<std::string> printed = PrintJson(detail);
    if (printed.ok()) details += (details.empty() ? "" : ",") + *printed;
  }
  return "{\"error\":{\"code\":" + std::to_string(http) + ",\"status\":\"" +
         CodeName(status.code()) + "\",\"message\":" + QuoteJson(MessageOf(status, chinese)) +
         ",\"details\":[" + details + "]}}";
}

std::string ProblemFields(const google::rpc::Status& status, bool chinese) {
  const auto bad = Find<google::rpc::BadRequest>(status);
  if (!bad) return "";
  std::string fields;
  for (const auto& violation : bad->field_violations()) {
    const std::string& said = chinese && violation.has_localized_message()
                                  ? violation.localized_message().message()
                                  : violation.description();
    fields += (fields.empty() ? "" : ",");
    fields += "{\"field\":" + QuoteJson(violation.field()) +
              ",\"reason\":" + QuoteJson(violation.reason()) + ",\"detail\":" + QuoteJson(said) +
              "}";
  }
  return ",\"errors\":[" + fields + "]";
}

std::string ProblemBody(const google::rpc::Status& status, int http, bool chinese) {
  const auto info = Find<google::rpc::ErrorInfo>(status);
  const std::string reason = info ? info->reason() : CodeName(status.code());
  std::string metadata;
  if (info) {
    const std::map<std::string, std::string> sorted(info->metadata().begin(),
                                                    info->metadata().end());
    for (const auto& [key, value] : sorted) {
      metadata += (metadata.empty() ? "" : ",") + QuoteJson(key) + ":" + QuoteJson(value);
    }
  }
  return "{\"type\":" + QuoteJson("urn:unioncare:reason:" + reason) +
         ",\"title\":" + QuoteJson(reason) + ",\"status\":" + std::to_string(http) +
         ",\"detail\":" + QuoteJson(MessageOf(status, chinese)) + ",\"code\":\"" +
         CodeName(status.code()) + "\",\"reason\":" + QuoteJson(reason) + ",\"metadata\":{" +
         metadata + "}" + ProblemFields(status, chinese) + "}";
}

void AddHeaders(const google::rpc::Status& status, HttpResponse& response) {
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  const auto retry = Find<google::rpc::RetryInfo>(status);
  if (!retry && response.status != 429 && response.status != 503) return;
  const int64_t seconds =
      retry ? retry->retry_delay().seconds() + (retry->retry_delay().nanos() > 0 ? 1 : 0) : 1;
  response.headers.emplace_back("Retry-After", std::to_string(seconds));
}

// "zh;q=0.85" -> 850; 1000 without a weight.
int Thousandths(std::string_view item) {
  const size_t q = item.find("q=");
  if (q == std::string_view::npos || item.substr(q + 2, 1) != "0") return 1000;
  int weight = 0;
  for (size_t i = q + 4, unit = 100; i < item.size() && unit > 0; ++i, unit /= 10) {
    if (item[i] < '0' || item[i] > '9') break;
    weight += (item[i] - '0') * static_cast<int>(unit);
  }
  return weight;
}

// The weight of `language` in an Accept-Language header in thousandths; -1 when it is not there.
int WeightOf(std::string_view header, std::string_view language) {
  int best = -1;
  while (!header.empty()) {
    const size_t end = std::min(header.find(','), header.size());
    std::string_view item = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
    const std::string_view tag = item.substr(0, item.find_first_of(";- "));
    if (tag != language) continue;
    best = std::max(best, Thousandths(item));
  }
  return best;
}

absl::Status General(int code, std::string_view service) {
  switch (code) {
    case google::rpc::UNAVAILABLE:
      return Refuse(kBackendUnavailable, {{"service", std::string(service)}});
    case google::rpc::DEADLINE_EXCEEDED:
      return status::Refuse(status::kDeadlineExceeded);
    case google::rpc::RESOURCE_EXHAUSTED:
      return status::Refuse(status::kOverloaded);
    case google::rpc::UNAUTHENTICATED:
      return status::Refuse(status::kUnauthenticated);
    case google::rpc::PERMISSION_DENIED:
      return status::Refuse(status::kPermissionDenied);
    default:
      return status::Refuse(status::kInternal);
  }
}

}  // namespace

ErrorStyle StyleOf(const Headers& headers) {
  ErrorStyle style;
  const std::string_view language = Header(headers, "accept-language").value_or("");
  const int chinese = WeightOf(language, "zh");
  style.chinese = chinese > 0 && chinese >= WeightOf(language, "en");
  style.problem = Header(headers, "accept").value_or("").find("application/problem+json") !=
                  std::string_view::npos;
  return style;
}

int HttpStatusOf(const google::rpc::Status& status) {
  if (const auto info = Find<google::rpc::ErrorInfo>(status)) {
    for (const HttpReason* reason : kHttpReasons) {
      if (info->reason() == reason->reason.name) return reason->http;
    }
  }
  return HttpStatusOfCode(status.code());
}

HttpResponse ErrorResponse(const absl::Status& status, const ErrorStyle& style) {
  const google::rpc::Status described = status::ToRpcStatus(status);
  HttpResponse response;
  response.status = HttpStatusOf(described);
  response.body = style.problem ? ProblemBody(described, response.status, style.chinese)
                                : GoogleBody(described, response.status, style.chinese);
  response.headers = {
      {"Content-Type", style.problem ? "application/problem+json" : "application/json"},
      {"Content-Language", style.chinese ? "zh-CN" : "en"}};
  AddHeaders(described, response);
  return response;
}

absl::Status FromGrpc(int code, const std::string& details, std::string_view service) {
  google::rpc::Status described;
  if (!details.empty() && described.ParseFromString(details) && described.code() == code) {
    return status::FromRpcStatus(described);
  }
  return General(code, service);
}

}  // namespace unioncare::gateway
