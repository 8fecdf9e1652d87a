#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/http.h"

// How a failure is said over HTTP: AIP-193's JSON, or RFC 9457's when the client asks for it.
namespace unioncare::gateway {

// How the client wants to be told.
struct ErrorStyle {
  bool chinese = false;  // Accept-Language prefers zh to en
  bool problem = false;  // Accept names application/problem+json
};
ErrorStyle StyleOf(const Headers& headers);

// {"error":{"code":404,"status":"NOT_FOUND","message":"...","details":[{"@type":...}]}}, or the
// members of RFC 9457 with `code`, `reason`, `metadata` and `errors` (the fields at fault).
// Retry-After comes from RetryInfo (1 s when a 429 or 503 has none); 401 carries WWW-Authenticate.
HttpResponse ErrorResponse(const absl::Status& status, const ErrorStyle& style);

// google.rpc.Code's own mapping, unless the reason is one of reasons.h.
int HttpStatusOf(const google::rpc::Status& status);

// What a gRPC call ended with. `details` is grpc-status-details-bin; without it, or when it
// contradicts `code`, only a general sentence for the code is left: the text of a library or a
// proxy never reaches the client. `service` is named when it could not be reached.
absl::Status FromGrpc(int code, const std::string& details, std::string_view service);

}  // namespace unioncare::gateway
