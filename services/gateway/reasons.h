#pragma once

#include "common/status/reasons.h"
#include "common/status/status.h"

// Why the gateway itself refuses.
namespace unioncare::gateway {

// A reason and the HTTP status it is answered with, where its code's own would be too vague.
struct HttpReason {
  status::Reason reason;
  int http;
};

// metadata: problem, e.g. "line folding". The connection is closed.
inline constexpr HttpReason kBadRequestSyntax{
    {"BAD_HTTP", absl::StatusCode::kInvalidArgument,
     "This is not a well-formed HTTP/1.1 request ({problem}); correct the client.",
     "请求不符合HTTP/1.1规范（{problem}），请更正客户端。"},
    400};

inline constexpr HttpReason kHttpVersion{
    {"HTTP_VERSION_NOT_SUPPORTED", absl::StatusCode::kInvalidArgument,
     "Only HTTP/1.1 is spoken here; correct the client.", "仅支持HTTP/1.1，请更正客户端。"},
    505};

inline constexpr HttpReason kHeadTooLarge{
    {"HEADER_TOO_LARGE", absl::StatusCode::kInvalidArgument,
     "The request's header is longer than 16 KB; shorten it.", "请求头超过16 KB，请缩短后重试。"},
    431};

inline constexpr HttpReason kIncomplete{
    {"REQUEST_INCOMPLETE", absl::StatusCode::kDeadlineExceeded,
     "The request did not arrive whole and in time; send it again over a better connection.",
     "请求未能及时完整送达，请在网络较好时重新提交。"},
    408};

// metadata: limit, in bytes.
inline constexpr HttpReason kBodyTooLarge{
    {"BODY_TOO_LARGE", absl::StatusCode::kInvalidArgument,
     "The body is longer than {limit} bytes; send less at once.",
     "请求正文超过{limit}字节，请减少单次提交的内容。"},
    413};

// metadata: expected, e.g. "application/json".
inline constexpr HttpReason kMediaType{
    {"UNSUPPORTED_MEDIA_TYPE", absl::StatusCode::kInvalidArgument,
     "The body must be {expected}, without Content-Encoding; set Content-Type accordingly.",
     "请求正文须为{expected}且不得使用Content-Encoding，请相应设置Content-Type。"},
    415};

inline constexpr HttpReason kRouteNotFound{{"ROUTE_NOT_FOUND", absl::StatusCode::kNotFound,
                                            "Nothing is at this path; /openapi.json lists what is.",
                                            "该路径不存在，请参阅/openapi.json中的接口列表。"},
                                           404};

// metadata: allow, e.g. "GET, HEAD".
inline constexpr HttpReason kMethodNotAllowed{
    {"METHOD_NOT_ALLOWED", absl::StatusCode::kUnimplemented,
     "This path does not take that method; it takes {allow}.", "该路径不支持此方法，支持{allow}。"},
    405};

// metadata: problem.
inline constexpr HttpReason kBadJson{
    {"BAD_JSON", absl::StatusCode::kInvalidArgument,
     "The body is not acceptable JSON ({problem}); correct it and send the request again.",
     "请求正文不是可接受的JSON（{problem}），请更正后重新提交。"},
    400};

// metadata: problem.
inline constexpr HttpReason kBadQuery{
    {"BAD_QUERY", absl::StatusCode::kInvalidArgument,
     "The query string is malformed ({problem}); correct it and send the request again.",
     "查询参数格式有误（{problem}），请更正后重新提交。"},
    400};

inline constexpr HttpReason kNoBodyExpected{
    {"NO_BODY_EXPECTED", absl::StatusCode::kInvalidArgument,
     "This method takes no body; send its values as query parameters.",
     "该方法不接受请求正文，请使用查询参数。"},
    400};

// metadata: service.
inline constexpr HttpReason kBackendUnavailable{
    {"BACKEND_UNAVAILABLE", absl::StatusCode::kUnavailable,
     "{service} cannot be reached; send the request again with the same Idempotency-Key.",
     "{service}暂时无法访问，请稍后使用同一Idempotency-Key重新提交。"},
    503};

// Too much at once is the server's trouble, not this client's: 503, where the code's own is 429.
inline constexpr HttpReason kOverloaded{status::kOverloaded, 503};

// Every one of them, for the mapping in errors.cc.
inline constexpr const HttpReason* kHttpReasons[] = {
    &kBadRequestSyntax, &kHttpVersion, &kHeadTooLarge,      &kIncomplete,    &kBodyTooLarge,
    &kMediaType,        &kBadJson,     &kBadQuery,          &kRouteNotFound, &kMethodNotAllowed,
    &kNoBodyExpected,   &kOverloaded,  &kBackendUnavailable};

inline absl::Status Refuse(const HttpReason& reason, const status::Metadata& metadata = {}) {
  return status::Refuse(reason.reason, metadata);
}

}  // namespace unioncare::gateway
