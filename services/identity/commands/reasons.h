#pragma once

#include "common/status/status.h"

// Identity's own reasons (identity_service.proto names them at each method).
namespace unioncare::identity {

using status::Reason;

// --- organizations

inline constexpr Reason kParentNotFound{
    "PARENT_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no parent organization that you may see under that name; check it.",
    "没有您可以查看的上级组织，请核对名称。"};
// metadata: kind
inline constexpr Reason kParentKind{
    "PARENT_KIND", absl::StatusCode::kInvalidArgument,
    "A {kind} cannot stand there: a COUNTY hangs below the city, a BASE_UNION below a COUNTY.",
    "{kind}不能设在此处：县（市、区）总工会隶属市总工会，基层工会隶属县（市、区）总工会。"};
// metadata: divisionCode, parentDivisionCode
inline constexpr Reason kDivisionOutsideParent{
    "DIVISION_OUTSIDE_PARENT", absl::StatusCode::kInvalidArgument,
    "Division {divisionCode} does not lie in the parent's {parentDivisionCode}; correct one.",
    "行政区划{divisionCode}不在上级组织的{parentDivisionCode}之内，请更正。"};
inline constexpr Reason kEmployerRequired{
    "EMPLOYER_REQUIRED", absl::StatusCode::kInvalidArgument,
    "A base union looks after the workers of one employer; name it with its credit code.",
    "基层工会须填写所在单位及其统一社会信用代码。"};
inline constexpr Reason kEmployerNotAllowed{
    "EMPLOYER_NOT_ALLOWED", absl::StatusCode::kInvalidArgument,
    "A federation has no employer; leave it out.", "地方总工会没有所在单位，请勿填写。"};
inline constexpr Reason kCodeSwapped{
    "CODE_SWAPPED", absl::StatusCode::kInvalidArgument,
    "A union's credit code begins with 81 and an employer's does not; are the two swapped?",
    "工会的统一社会信用代码以81开头，单位的不以81开头，请检查是否填反。"};
// metadata: creditCode
inline constexpr Reason kCreditCodeTaken{
    "CREDIT_CODE_TAKEN", absl::StatusCode::kAlreadyExists,
    "The employer {creditCode} already has its base union; use that one.",
    "单位{creditCode}已建有基层工会，请使用已有组织。"};

// --- accounts

inline constexpr Reason kOrganizationNotFound{
    "ORGANIZATION_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no organization for this account that you may see under that name; check it.",
    "没有您可以查看且适用于该账号的组织，请核对名称。"};
inline constexpr Reason kLoginTaken{"LOGIN_TAKEN", absl::StatusCode::kAlreadyExists,
                                    "Somebody has this login; choose another one.",
                                    "该登录名已被使用，请另选一个。"};
// metadata: problem (LENGTH, CONTAINS_LOGIN, REPETITION)
inline constexpr Reason kPasswordWeak{
    "PASSWORD_WEAK", absl::StatusCode::kInvalidArgument,
    "The password is too weak ({problem}): 12 to 128 characters, at least 3 different ones, and "
    "not the login.",
    "密码强度不足（{problem}）：须为12至128个字符，至少3个不同字符，且不得包含登录名。"};
inline constexpr Reason kPersonHasAccount{
    "PERSON_HAS_ACCOUNT", absl::StatusCode::kAlreadyExists,
    "This person has an account in the city already; use that one.",
    "该人员在本市已有账号，请使用已有账号。"};
inline constexpr Reason kImplausibleBirth{
    "IMPLAUSIBLE_BIRTH", absl::StatusCode::kInvalidArgument,
    "The citizen number says a day of birth in the future or more than 130 years ago; check it.",
    "公民身份号码中的出生日期晚于今日或早于130年前，请核对。"};

// --- roles

// metadata: first, second
inline constexpr Reason kRoleConflict{
    "ROLE_CONFLICT", absl::StatusCode::kFailedPrecondition,
    "{first} and {second} must not be held by the same account; give one to somebody else.",
    "{first}与{second}不得由同一账号担任，请将其一授予他人。"};
inline constexpr Reason kGrantToSelf{
    "GRANT_TO_SELF", absl::StatusCode::kFailedPrecondition,
    "Nobody sets their own roles; ask another security administrator.",
    "不得为自己设置角色，请由其他安全管理员操作。"};
inline constexpr Reason kRoleNotGrantable{
    "ROLE_NOT_GRANTABLE", absl::StatusCode::kInvalidArgument,
    "A listed role is not given this way: WORKER comes with a worker's account.",
    "所列角色不能以此方式授予：职工角色随职工账号产生。"};
// metadata: role, organizationKind
inline constexpr Reason kRoleLevel{
    "ROLE_LEVEL", absl::StatusCode::kFailedPrecondition,
    "{role} is not a role of a {organizationKind}; make the account where the role belongs.",
    "{role}不是{organizationKind}一级的角色，请在相应组织下建立账号。"};

// --- signing in

inline constexpr Reason kBadCredentials{"BAD_CREDENTIALS", absl::StatusCode::kUnauthenticated,
                                        "Login or password is wrong; check both and try again.",
                                        "登录名或密码不正确，请核对后重试。"};
inline constexpr Reason kSignInBusy{"SIGN_IN_BUSY", absl::StatusCode::kResourceExhausted,
                                    "Too many people are signing in right now; try again shortly.",
                                    "当前登录人数过多，请稍后重试。"};

}  // namespace unioncare::identity
