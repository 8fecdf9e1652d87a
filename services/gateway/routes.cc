#include "services/gateway/routes.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_format.h"
#include "common/status/status.h"
#include "google/api/annotations.pb.h"
#include "services/gateway/fields.h"
#include "unioncare/options/v1/options.pb.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

absl::Status BadContract(const MethodDescriptor& method, std::string_view problem) {
  return absl::InvalidArgumentError(absl::StrFormat("%s: %s", method.full_name(), problem));
}

// Splits the inside of a template; a '/' within braces does not split.
std::vector<std::string> SplitTemplate(std::string_view pattern) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : pattern) {
    if (c == '{') ++depth;
    if (c == '}') --depth;
    if (c == '/' && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// "{name=plans/*}" -> a variable and its segments; anything else is one segment.
bool AddPart(std::string part, Route& route) {
  const bool variable = part.size() > 2 && part.front() == '{' && part.back() == '}';
  if (variable) {
    part = part.substr(1, part.size() - 2);
    const size_t equals = part.find('=');
    Route::Variable added{part.substr(0, equals), route.segments.size(), 0};
    for (std::string& segment :
         SplitTemplate(equals == std::string::npos ? "*" : part.substr(equals + 1))) {
      route.segments.push_back(std::move(segment));
    }
    added.count = route.segments.size() - added.first;
    route.variables.push_back(std::move(added));
  } else {
    route.segments.push_back(std::move(part));
  }
  return std::all_of(route.segments.begin(), route.segments.end(), [](const std::string& segment) {
    return segment == "*" ||
           (!segment.empty() && segment.find_first_of("*{}") == std::string::npos);
  });
}

absl::Status ParseTemplate(const MethodDescriptor& method, Route& route) {
  std::string pattern = route.pattern;
  const size_t colon = pattern.rfind(':');
  if (colon != std::string::npos && colon > pattern.rfind('/') &&
      pattern.find('}', colon) == std::string::npos) {
    route.verb = pattern.substr(colon + 1);
    pattern.resize(colon);
  }
  if (pattern.empty() || pattern[0] != '/') return BadContract(method, "template without '/'");
  for (std::string& part : SplitTemplate(std::string_view(pattern).substr(1))) {
    if (!AddPart(std::move(part), route)) {
      return BadContract(method, "unreadable template " + route.pattern);
    }
  }
  return absl::OkStatus();
}

void TakePattern(const google::api::HttpRule& rule, Route& route) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      route.http_method = "GET", route.pattern = rule.get();
      break;
    case google::api::HttpRule::kPut:
      route.http_method = "PUT", route.pattern = rule.put();
      break;
    case google::api::HttpRule::kPost:
      route.http_method = "POST", route.pattern = rule.post();
      break;
    case google::api::HttpRule::kDelete:
      route.http_method = "DELETE", route.pattern = rule.delete_();
      break;
    case google::api::HttpRule::kPatch:
      route.http_method = "PATCH", route.pattern = rule.patch();
      break;
    default:
      break;
  }
}

absl::Status CheckFields(const MethodDescriptor& method, const Route& route) {
  for (const Route::Variable& variable : route.variables) {
    if (FindFieldPath(*method.input_type(), variable.field).empty()) {
      return BadContract(method, "no field " + variable.field);
    }
  }
  for (const std::string& name : {route.body, route.resource}) {
    if (name.empty() || name == "*") continue;
    const auto* field = method.input_type()->FindFieldByName(name);
    if (!field || !field->message_type() || field->is_repeated()) {
      return BadContract(method, "body is no message field: " + name);
    }
  }
  return absl::OkStatus();
}

absl::Status FindAppend(const MethodDescriptor& method, Route& route) {
  const auto& options = method.options();
  if (!options.HasExtension(options::v1::upload)) return absl::OkStatus();
  route.append =
      method.service()->FindMethodByName(options.GetExtension(options::v1::upload).append_method());
  return route.append ? absl::OkStatus() : BadContract(method, "no such append method");
}

bool SegmentsOverlap(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x == y || x == "*" || y == "*"; });
}

bool Matches(const Route& route, const Path& path) {
  return std::equal(route.segments.begin(), route.segments.end(), path.segments.begin(),
                    path.segments.end(),
                    [](const auto& want, const auto& have) { return want == "*" || want == have; });
}

std::vector<std::pair<std::string, std::string>> Bind(const Route& route, const Path& path) {
  std::vector<std::pair<std::string, std::string>> bound;
  for (const Route::Variable& variable : route.variables) {
    std::string value = path.segments[variable.first];
    for (size_t i = 1; i < variable.count; ++i) value += "/" + path.segments[variable.first + i];
    bound.emplace_back(variable.field, std::move(value));
  }
  return bound;
}

}  // namespace

absl::StatusOr<std::vector<const ServiceDescriptor*>> ServicesOf(const std::string& package) {
  std::string folder = package;
  std::replace(folder.begin(), folder.end(), '.', '/');
  const size_t version = folder.rfind('/');
  const size_t name = version == std::string::npos ? version : folder.rfind('/', version - 1);
  if (name == std::string::npos) {
    return absl::InvalidArgumentError("not a package of ours: " + package);
  }
  const std::string file =
      folder + "/" + folder.substr(name + 1, version - name - 1) + "_service.proto";
  const FileDescriptor* found = DescriptorPool::generated_pool()->FindFileByName(file);
  if (!found) return absl::NotFoundError("no contract " + file);
  std::vector<const ServiceDescriptor*> services;
  for (int i = 0; i < found->service_count(); ++i) services.push_back(found->service(i));
  return services;
}

absl::StatusOr<RouteTable> RouteTable::Build(
    const std::vector<const ServiceDescriptor*>& services) {
  RouteTable table;
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      RETURN_IF_ERROR(table.AddMethod(*service->method(i)));
    }
  }
  return table;
}

absl::Status RouteTable::AddMethod(const MethodDescriptor& method) {
  if (!method.options().HasExtension(google::api::http)) return absl::OkStatus();
  const google::api::HttpRule& rule = method.options().GetExtension(google::api::http);
  std::vector<const google::api::HttpRule*> bindings = {&rule};
  for (const auto& more : rule.additional_bindings()) bindings.push_back(&more);
  for (const google::api::HttpRule* binding : bindings) {
    Route route;
    route.method = &method;
    route.body = binding->body();
    if (rule.body() != "*") route.resource = rule.body();
    TakePattern(*binding, route);
    RETURN_IF_ERROR(ParseTemplate(method, route));
    RETURN_IF_ERROR(CheckFields(method, route));
    RETURN_IF_ERROR(FindAppend(method, route));
    RETURN_IF_ERROR(AddRoute(std::move(route)));
  }
  return absl::OkStatus();
}

absl::Status RouteTable::AddRoute(Route route) {
  std::vector<const Route*>& alike = by_shape_[{route.segments.size(), route.verb}];
  for (const Route* other : alike) {
    if (other->http_method == route.http_method &&
        SegmentsOverlap(other->segments, route.segments)) {
      return BadContract(
          *route.method,
          absl::StrFormat("%s %s is ambiguous with %s of %s", route.http_method, route.pattern,
                          other->pattern, other->method->full_name()));
    }
  }
  routes_.push_back(std::make_unique<const Route>(std::move(route)));
  alike.push_back(routes_.back().get());
  return absl::OkStatus();
}

Match RouteTable::Find(std::string_view http_method, const Path& path) const {
  Match match;
  const auto alike = by_shape_.find(std::make_pair(path.segments.size(), path.verb));
  if (alike == by_shape_.end()) return match;
  const std::string_view wanted = http_method == "HEAD" ? "GET" : http_method;
  std::set<std::string> methods;
  for (const Route* route : alike->second) {
    if (!Matches(*route, path)) continue;
    methods.insert(route->http_method);
    if (route->http_method == "GET") methods.insert("HEAD");
    if (route->http_method != wanted) continue;
    match.route = route;
    match.variables = Bind(*route, path);
  }
  for (const std::string& method : methods) {
    match.allow += (match.allow.empty() ? "" : ", ") + method;
  }
  return match;
}

}  // namespace unioncare::gateway
