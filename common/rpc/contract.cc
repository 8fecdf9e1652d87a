#include "common/rpc/contract.h"

#include <algorithm>
#include <optional>

#include "common/base/bytes.h"
#include "common/base/name.h"
#include "common/status/reasons.h"
#include "common/status/status.h"
#include "google/api/annotations.pb.h"
#include "google/api/field_behavior.pb.h"

namespace unioncare::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

constexpr status::Reason kMethodUndeclared{
    "METHOD_UNDECLARED", absl::StatusCode::kFailedPrecondition,
    "{method} declares no permission, or no request_id; its contract is not complete.",
    "方法 {method} 未声明权限或 request_id，合同不完整。"};

bool PermissionIsComplete(const options::v1::Permission& permission) {
  if (permission.grants().empty()) return !permission.anonymous_reason().empty();
  return permission.anonymous_reason().empty() &&
         std::ranges::all_of(permission.grants(), [](const options::v1::Grant& grant) {
           return !grant.roles().empty() && grant.scope() != options::v1::SCOPE_UNSPECIFIED;
         });
}

bool HasRole(const options::v1::Grant& grant, const std::vector<int>& roles) {
  return std::ranges::any_of(
      grant.roles(), [&](int role) { return std::ranges::find(roles, role) != roles.end(); });
}

// Whoever parses it later may rely on it.
bool IsRequiredUuid(const FieldDescriptor& field) {
  const auto& options = field.options();
  const auto behaviors = options.GetRepeatedExtension(google::api::field_behavior);
  return field.type() == FieldDescriptor::TYPE_STRING &&
         std::ranges::find(behaviors, google::api::REQUIRED) != behaviors.end() &&
         options.GetExtension(options::v1::limits).format() == options::v1::FORMAT_UUID;
}

bool ReplayIsComplete(const MethodDescriptor& method, const Method& contract) {
  const auto& replay = method.options().GetExtension(options::v1::replay);
  const bool is_get = !method.options().GetExtension(google::api::http).get().empty();
  if (is_get || replay.kind() == options::v1::REPLAY_KIND_DERIVED) return true;
  if (replay.kind() == options::v1::REPLAY_KIND_NONE) return !replay.reason().empty();
  return contract.request_id != nullptr && IsRequiredUuid(*contract.request_id);
}

std::optional<change::Reach> SubtreeReach(std::string_view scope_kind) {
  if (scope_kind == "CITY") return change::Reach::kCity;
  if (scope_kind == "COUNTY") return change::Reach::kCounty;
  if (scope_kind == "BASE_UNION") return change::Reach::kOrganization;
  return std::nullopt;
}

// nullopt: a scope that this caller's token cannot fill.
std::optional<change::Reach> ReachOf(options::v1::Scope scope, const crypto::AccessClaims& claims) {
  switch (scope) {
    case options::v1::SCOPE_NONE:
      return change::Reach::kNoRow;
    case options::v1::SCOPE_SUBTREE:
      return SubtreeReach(claims.scope_kind);
    case options::v1::SCOPE_OWN:
      if (claims.person_key.empty()) return std::nullopt;
      return change::Reach::kOwn;
    default:
      return std::nullopt;
  }
}

}  // namespace

absl::StatusOr<Contract> Contract::Of(const google::protobuf::ServiceDescriptor& service) {
  Contract contract;
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& descriptor = *service.method(i);
    Method method;
    method.full_name = service.full_name() + "/" + descriptor.name();
    method.permission = descriptor.options().GetExtension(options::v1::permission);
    if (descriptor.options().GetExtension(options::v1::replay).kind() ==
        options::v1::REPLAY_KIND_UNSPECIFIED) {
      method.request_id = descriptor.input_type()->FindFieldByName("request_id");
    }
    if (!PermissionIsComplete(method.permission) || !ReplayIsComplete(descriptor, method)) {
      return status::Refuse(kMethodUndeclared, {{"method", method.full_name}});
    }
    contract.methods_.emplace(descriptor.name(), std::move(method));
  }
  return contract;
}

bool MayCall(std::string_view service, const std::string& method, const std::vector<int>& roles) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(std::string(service));
  const auto* found = descriptor == nullptr ? nullptr : descriptor->FindMethodByName(method);
  if (found == nullptr) return false;
  const auto& permission = found->options().GetExtension(options::v1::permission);
  return std::ranges::any_of(
      permission.grants(), [&](const options::v1::Grant& grant) { return HasRole(grant, roles); });
}

std::string MethodName(std::string_view verb, std::string_view resource) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto second = std::ranges::find_if(verb, is_upper);
  std::string name(verb.begin(), second);
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name + std::string(resource) + std::string(second, verb.end());
}

absl::StatusOr<change::Caller> Authorize(const Method& method, const crypto::AccessClaims& claims) {
  for (const options::v1::Grant& grant : method.permission.grants()) {
    const auto reach = HasRole(grant, claims.roles) ? ReachOf(grant.scope(), claims) : std::nullopt;
    if (!reach) continue;
    change::Caller caller;
    caller.account = claims.subject;
    caller.roles = claims.roles;
    caller.reach = *reach;
    caller.organization = base::ParseName(claims.organization, "organizations").value_or(0);
    caller.county = claims.county;
    caller.person_key = base::Base64UrlDecode(claims.person_key).value_or("");
    return caller;
  }
  return status::Refuse(status::kPermissionDenied);
}

}  // namespace unioncare::rpc
