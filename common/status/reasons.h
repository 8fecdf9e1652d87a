#pragma once

#include "common/status/status.h"

// The reasons that every service shares. `{key}` names the metadata that goes with one.
namespace unioncare::status {

// metadata: resource, e.g. "claims/01jabcdefghjk". Also for a row outside the caller's scope.
inline constexpr Reason kNotFound{"NOT_FOUND", absl::StatusCode::kNotFound,
                                  "There is no {resource} that you may see; check the name.",
                                  "没有您可以查看的{resource}，请核对名称。"};

inline constexpr Reason kPermissionDenied{
    "PERMISSION_DENIED", absl::StatusCode::kPermissionDenied,
    "Your roles do not allow this; ask your union's administrator for the role that does.",
    "您的角色无权进行此操作，请向本级工会管理员申请相应角色。"};

// One answer for every cause, so that nobody learns which check a forged token failed.
inline constexpr Reason kUnauthenticated{
    "UNAUTHENTICATED", absl::StatusCode::kUnauthenticated,
    "You are not signed in, or your sign-in has ended; sign in and send the request again.",
    "您尚未登录或登录已失效，请重新登录后再试。"};

// metadata: count. Made by BadFields.
inline constexpr Reason kInvalidFields{
    "INVALID_FIELDS", absl::StatusCode::kInvalidArgument,
    "{count} field(s) are not acceptable; correct those listed and send the request again.",
    "有{count}个字段不符合要求，请按所列说明更正后重新提交。"};

inline constexpr Reason kInvalidPageToken{
    "INVALID_PAGE_TOKEN", absl::StatusCode::kInvalidArgument,
    "The page token does not belong to this list; start again from the first page.",
    "分页标记不属于此列表，请从第一页重新开始。"};

inline constexpr Reason kRequestIdRequired{
    "REQUEST_ID_REQUIRED", absl::StatusCode::kInvalidArgument,
    "A change needs a request_id; send a new UUID, and the same one when you retry.",
    "变更操作必须带有request_id，请填写新的UUID；重试时使用同一个。"};

inline constexpr Reason kRequestIdReused{
    "REQUEST_ID_REUSED", absl::StatusCode::kInvalidArgument,
    "This request_id was used for another request; send this one with a new UUID.",
    "该request_id已用于另一请求，请为本次请求填写新的UUID。"};

inline constexpr Reason kChangedSinceSeen{
    "CHANGED_SINCE_SEEN", absl::StatusCode::kAborted,
    "It has changed since you looked at it; read it again and decide anew.",
    "内容在您查看之后已有变化，请重新查看后再作决定。"};

// metadata: state, e.g. "DRAFT"; verb, e.g. "approve".
inline constexpr Reason kWrongState{
    "WRONG_STATE", absl::StatusCode::kFailedPrecondition,
    "In state {state}, {verb} is not possible; read available_verbs for what is.",
    "当前状态为{state}，不能执行{verb}，请查看available_verbs中可执行的操作。"};

inline constexpr Reason kOverloaded{
    "OVERLOADED", absl::StatusCode::kResourceExhausted,
    "The service is busy and has not started on this; try again a little later.",
    "系统繁忙，本次请求尚未处理，请稍后重试。"};

inline constexpr Reason kDeadlineExceeded{
    "DEADLINE_EXCEEDED", absl::StatusCode::kDeadlineExceeded,
    "Time ran out; send the request again with the same request_id to learn how it ended.",
    "处理超时，请使用同一request_id重新提交，以确认处理结果。"};

inline constexpr Reason kDatabaseUnavailable{
    "DATABASE_UNAVAILABLE", absl::StatusCode::kUnavailable,
    "The database cannot be reached; send the request again with the same request_id.",
    "数据库暂时无法连接，请稍后使用同一request_id重新提交。"};

inline constexpr Reason kDiskFull{
    "DISK_FULL", absl::StatusCode::kUnavailable,
    "Changes are stopped because storage is full; tell the administrator and try again later.",
    "存储空间不足，已暂停变更操作，请通知管理员并稍后重试。"};

inline constexpr Reason kConflictRetriesExhausted{
    "CONFLICT_RETRIES_EXHAUSTED", absl::StatusCode::kAborted,
    "Too many others are changing the same thing; send the request again with the same request_id.",
    "同时变更同一内容的请求过多，请稍后使用同一request_id重新提交。"};

inline constexpr Reason kDraining{
    "DRAINING", absl::StatusCode::kUnavailable,
    "This server is stopping; send the request again and another one will take it.",
    "此服务器正在停止，请重新提交，将由其他服务器处理。"};

inline constexpr Reason kInternal{
    "INTERNAL", absl::StatusCode::kInternal,
    "A fault on our side stopped this request; report its time and trace to the administrator.",
    "系统内部出现故障，请将发生时间和追踪编号告知管理员。"};

}  // namespace unioncare::status
