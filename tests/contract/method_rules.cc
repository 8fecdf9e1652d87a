#include <google/api/annotations.pb.h>
#include <google/api/field_behavior.pb.h>

#include <algorithm>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "tests/contract/rules.h"
#include "unioncare/options/v1/options.pb.h"

namespace unioncare::contract {
namespace {

namespace options = unioncare::options::v1;
using google::api::HttpRule;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

using Found = std::vector<Violation>;

void Add(Found& found, const MethodDescriptor& method, std::string what) {
  found.push_back({method.full_name(), std::move(what)});
}

bool IsRequired(const FieldDescriptor& field) {
  const auto& behaviors = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(behaviors.begin(), behaviors.end(), google::api::REQUIRED) != behaviors.end();
}

const options::Limits& LimitsOf(const FieldDescriptor& field) {
  return field.options().GetExtension(options::limits);
}

bool Has(const Descriptor& message, const std::string& field, FieldDescriptor::Type type) {
  const FieldDescriptor* found = message.FindFieldByName(field);
  return found != nullptr && found->type() == type;
}

// --- who may call ---

void CheckGrant(const MethodDescriptor& method, const options::Grant& grant, Found& found) {
  const bool peer = grant.scope() == options::SCOPE_PEER;
  if (grant.scope() == options::SCOPE_UNSPECIFIED) Add(found, method, "a grant has no scope");
  if (peer && grant.roles_size() > 0) Add(found, method, "a PEER grant names roles");
  if (!peer && grant.roles_size() == 0) Add(found, method, "a grant names no role");
  for (int role : grant.roles()) {
    if (role == options::ROLE_UNSPECIFIED) Add(found, method, "a grant names ROLE_UNSPECIFIED");
    const bool worker = role == options::ROLE_WORKER;
    if (worker && grant.scope() == options::SCOPE_SUBTREE) {
      Add(found, method, "a worker reaches a subtree");
    }
    if (!worker && grant.scope() == options::SCOPE_OWN) {
      Add(found, method, "OWN is granted to a role other than WORKER");
    }
  }
}

void CheckPermission(const MethodDescriptor& method, Found& found) {
  if (!method.options().HasExtension(options::permission)) {
    Add(found, method, "declares no permission");
    return;
  }
  const options::Permission& permission = method.options().GetExtension(options::permission);
  if (permission.grants().empty() == permission.anonymous_reason().empty()) {
    Add(found, method, "must have either grants or an anonymous_reason");
  }
  int peers = 0;
  for (const options::Grant& grant : permission.grants()) {
    CheckGrant(method, grant, found);
    peers += grant.scope() == options::SCOPE_PEER;
  }
  if (peers > 0 && permission.grants_size() > 1) Add(found, method, "mixes PEER with people");
}

// --- the route ---

// Verb and path of a rule; both empty when it is of another kind.
std::pair<std::string, std::string> RouteOf(const HttpRule& rule) {
  switch (rule.pattern_case()) {
    case HttpRule::kGet:
      return {"GET", rule.get()};
    case HttpRule::kPost:
      return {"POST", rule.post()};
    case HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    case HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    default:
      return {};
  }
}

// unioncare.medical.v1 -> /medical/v1/
std::string PathPrefix(const MethodDescriptor& method) {
  const std::regex package("unioncare\\.([a-z]+)\\.(v[0-9]+)");
  return std::regex_replace(method.file()->package(), package, "/$1/$2/");
}

// Each {field=pattern} names a text field of the request that declares the same resource.
void CheckVariables(const MethodDescriptor& method, const std::string& path, Found& found) {
  static const std::regex variable("\\{([a-z_]+)(?:=([^}]+))?\\}");
  for (std::sregex_iterator it(path.begin(), path.end(), variable), end; it != end; ++it) {
    const FieldDescriptor* field = method.input_type()->FindFieldByName((*it)[1]);
    if (field == nullptr) {
      Add(found, method, "the path names a field that the request lacks: " + it->str(1));
    } else if (LimitsOf(*field).resource() != it->str(2)) {
      Add(found, method, "the path's pattern is not the resource of field " + it->str(1));
    }
  }
}

void CheckRoute(const MethodDescriptor& method, const HttpRule& rule, Found& found) {
  static const std::regex shape("(?:[a-z][A-Za-z]*|\\{[^}]+\\}|/)+(?::[a-z][A-Za-z]*)?");
  const auto [verb, path] = RouteOf(rule);
  if (verb.empty()) return Add(found, method, "declares no GET, POST, PATCH or DELETE route");
  const std::string prefix = PathPrefix(method);
  if (path.rfind(prefix, 0) != 0) return Add(found, method, "its path must begin with " + prefix);
  if (!std::regex_match(path.substr(prefix.size()), shape)) {
    Add(found, method, "collections and the verb after ':' must be camelCase in " + path);
  }
  CheckVariables(method, path, found);
  if (verb == "GET" && !rule.body().empty()) Add(found, method, "a GET has a body");
  if (!rule.body().empty() && rule.body() != "*" &&
      method.input_type()->FindFieldByName(rule.body()) == nullptr) {
    Add(found, method, "the body is a field that the request lacks: " + rule.body());
  }
}

void CheckRoutes(const MethodDescriptor& method, Found& found) {
  const HttpRule& rule = method.options().GetExtension(google::api::http);
  CheckRoute(method, rule, found);
  for (const HttpRule& binding : rule.additional_bindings()) CheckRoute(method, binding, found);
}

bool IsGet(const MethodDescriptor& method) {
  return method.options().GetExtension(google::api::http).pattern_case() == HttpRule::kGet;
}

// --- what is kept of a call ---

void CheckRequestId(const MethodDescriptor& method, Found& found) {
  const FieldDescriptor* id = method.input_type()->FindFieldByName("request_id");
  if (id == nullptr || !IsRequired(*id) || LimitsOf(*id).format() != options::FORMAT_UUID) {
    Add(found, method, "changes something and has no REQUIRED request_id of FORMAT_UUID");
  }
}

void CheckReplay(const MethodDescriptor& method, Found& found) {
  const options::Replay& replay = method.options().GetExtension(options::replay);
  const bool none = replay.kind() == options::REPLAY_KIND_NONE;
  if (none == replay.reason().empty()) Add(found, method, "replay NONE, and only it, has a reason");
  const bool stored = replay.kind() == options::REPLAY_KIND_UNSPECIFIED && !IsGet(method);
  if (stored) return CheckRequestId(method, found);
  if (method.input_type()->FindFieldByName("request_id") != nullptr) {
    Add(found, method, "takes a request_id that nothing is stored under");
  }
  if (IsGet(method) && method.options().HasExtension(options::replay)) {
    Add(found, method, "a GET declares replay");
  }
}

// --- shapes that the gateway and the console count on ---

void CheckUpload(const MethodDescriptor& method, Found& found) {
  if (!method.options().HasExtension(options::upload)) return;
  const std::string& name = method.options().GetExtension(options::upload).append_method();
  const MethodDescriptor* append = method.service()->FindMethodByName(name);
  if (append == nullptr) return Add(found, method, "its append_method does not exist: " + name);
  const Descriptor& request = *append->input_type();
  if (!Has(request, "name", FieldDescriptor::TYPE_STRING) ||
      !Has(request, "offset", FieldDescriptor::TYPE_INT64) ||
      !Has(request, "content", FieldDescriptor::TYPE_BYTES) ||
      !Has(request, "last", FieldDescriptor::TYPE_BOOL) ||
      !Has(*append->output_type(), "next_offset", FieldDescriptor::TYPE_INT64)) {
    Add(found, *append, "must take name, offset, content, last and answer next_offset");
  }
  if (append->options().GetExtension(options::replay).kind() != options::REPLAY_KIND_DERIVED) {
    Add(found, *append, "takes slices of an upload and its replay is not DERIVED");
  }
  if (!Has(*method.output_type(), "name", FieldDescriptor::TYPE_STRING)) {
    Add(found, method, "starts an upload and does not answer a resource with a name");
  }
}

void CheckPaging(const MethodDescriptor& method, Found& found) {
  const Descriptor& request = *method.input_type();
  const FieldDescriptor* size = request.FindFieldByName("page_size");
  const bool token = Has(request, "page_token", FieldDescriptor::TYPE_STRING);
  const bool position = Has(request, "after_sequence", FieldDescriptor::TYPE_INT64);
  if ((size != nullptr) != (token || position)) {
    Add(found, method, "page_size and page_token (or after_sequence) go together");
  }
  if (method.name().rfind("List", 0) == 0 && size == nullptr) {
    Add(found, method, "lists without pages");
  }
  if (size != nullptr && LimitsOf(*size).maximum() != 200) {
    Add(found, method, "page_size must be limited to 200");
  }
  if (token && !Has(*method.output_type(), "next_page_token", FieldDescriptor::TYPE_STRING)) {
    Add(found, method, "takes a page_token and answers no next_page_token");
  }
}

// A verb that decides money requires the etag that its caller saw.
void CheckEtag(const MethodDescriptor& method, Found& found) {
  static const std::regex deciding(
      ":(?:approve|reject|review|confirm[A-Za-z]*|submit|authorize|adjust|clawBack)$");
  const std::string path = RouteOf(method.options().GetExtension(google::api::http)).second;
  if (!std::regex_search(path, deciding)) return;
  const FieldDescriptor* etag = method.input_type()->FindFieldByName("etag");
  if (etag == nullptr || !IsRequired(*etag)) Add(found, method, "decides and requires no etag");
}

// The request's own name and parent are resource names.
void CheckNames(const MethodDescriptor& method, Found& found) {
  for (const char* name : {"name", "parent"}) {
    const FieldDescriptor* field = method.input_type()->FindFieldByName(name);
    if (field != nullptr && LimitsOf(*field).resource().empty()) {
      found.push_back({field->full_name(), "declares no resource"});
    }
  }
}

}  // namespace

void CheckMethod(const MethodDescriptor& method, std::vector<Violation>& found) {
  if (method.client_streaming() || method.server_streaming()) Add(found, method, "streams");
  CheckPermission(method, found);
  CheckRoutes(method, found);
  CheckReplay(method, found);
  CheckUpload(method, found);
  CheckPaging(method, found);
  CheckEtag(method, found);
  CheckNames(method, found);
}

}  // namespace unioncare::contract
