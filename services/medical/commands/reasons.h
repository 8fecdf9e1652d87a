#pragma once

#include "common/status/status.h"

// Medical's own refusals. A name is never changed: clients and stored replies know it.
namespace unioncare::medical {

using status::Reason;

inline constexpr Reason kPlanVersionNotFound{
    "PLAN_VERSION_NOT_FOUND", absl::StatusCode::kFailedPrecondition,
    "There is no plan version {plan_version}; list the plan's versions and choose one.",
    "计划版本 {plan_version} 不存在，请查询后选择。"};
inline constexpr Reason kBenefitRequired{"BENEFIT_REQUIRED", absl::StatusCode::kInvalidArgument,
                                         "A version says what it pays; fill in `hospital`.",
                                         "计划版本须填写待遇（hospital）。"};
inline constexpr Reason kTermOverlap{
    "TERM_OVERLAP", absl::StatusCode::kFailedPrecondition,
    "The plan's terms are covered until {covered_until}; a version starts after that.",
    "该计划已有版本保障至 {covered_until}，新版本须在其后起始。"};
inline constexpr Reason kOrganizationNotFound{
    "ORGANIZATION_NOT_FOUND", absl::StatusCode::kFailedPrecondition,
    "There is no such organization within your reach.", "在您的权限范围内没有该组织。"};
inline constexpr Reason kNotABaseUnion{"NOT_A_BASE_UNION", absl::StatusCode::kFailedPrecondition,
                                       "Only a base union, which has an employer, enrolls workers.",
                                       "只有设在用人单位的基层工会可以组织参保。"};
inline constexpr Reason kOffsetMismatch{
    "OFFSET_MISMATCH", absl::StatusCode::kFailedPrecondition,
    "The upload goes on at byte {next_offset}, with the bytes that follow what was sent before.",
    "请从第 {next_offset} 字节继续上传，且内容须与已上传部分相接。"};
inline constexpr Reason kUploadComplete{
    "UPLOAD_COMPLETE", absl::StatusCode::kFailedPrecondition,
    "The file was read to its end; make a new one for another file.",
    "文件已全部读取，如需上传其他文件请新建。"};
inline constexpr Reason kNobodyAccepted{
    "NOBODY_ACCEPTED", absl::StatusCode::kFailedPrecondition,
    "No row of the roster was accepted; mend the errors of its report and upload it anew.",
    "名册中没有有效人员，请按错误报告修改后重新上传。"};
inline constexpr Reason kBelowFloor{"BELOW_FLOOR", absl::StatusCode::kFailedPrecondition,
                                    "{accepted} take part, {floor} must; the plan sets how many.",
                                    "参保 {accepted} 人，低于计划要求的 {floor} 人。"};
inline constexpr Reason kHeadcountExceeded{
    "HEADCOUNT_EXCEEDED", absl::StatusCode::kFailedPrecondition,
    "{accepted} are on the roster, more than the head count of {headcount}; correct one of them.",
    "名册 {accepted} 人，超过职工总数 {headcount} 人，请核对。"};
inline constexpr Reason kAmountMismatch{
    "AMOUNT_MISMATCH", absl::StatusCode::kFailedPrecondition,
    "The roster's fee is {amount_due} yuan, neither more nor less.",
    "名册应缴 {amount_due} 元，实收须与之一致。"};
inline constexpr Reason kPaidInFuture{"PAID_IN_FUTURE", absl::StatusCode::kInvalidArgument,
                                      "The bank's date is after today ({today}).",
                                      "银行收款日期晚于今日（{today}）。"};
inline constexpr Reason kSecondPersonRequired{
    "SECOND_PERSON_REQUIRED", absl::StatusCode::kFailedPrecondition,
    "Above {limit} yuan another account must have recommended to approve it.",
    "金额超过 {limit} 元，须先由他人审核并建议批准。"};
inline constexpr Reason kBillOutOfRange{"BILL_OUT_OF_RANGE", absl::StatusCode::kInvalidArgument,
                                        "An amount of the bill is above 100 billion yuan.",
                                        "账单金额超过上限（1000亿元）。"};
inline constexpr Reason kReasonUnknown{
    "REASON_UNKNOWN", absl::StatusCode::kInvalidArgument,
    "{reason} is no reason to refuse a claim; use one of the contract's.",
    "{reason} 不是有效的拒付原因。"};

// Reasons of rows that need more than the row to be seen.
inline constexpr std::string_view kDuplicateInFile = "DUPLICATE_IN_FILE";
inline constexpr std::string_view kEnrolledElsewhere = "ENROLLED_ELSEWHERE";
inline constexpr std::string_view kSettlementChanged = "SETTLEMENT_CHANGED";
inline constexpr std::string_view kNumberRounded = "NUMBER_ROUNDED";

}  // namespace unioncare::medical
