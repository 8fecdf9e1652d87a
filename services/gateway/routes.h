#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "services/gateway/target.h"

// The route table: what the contracts' google.api.http annotations say, and nothing else.
namespace unioncare::gateway {

// One binding of one method. Templates: literals, `*`, {field} and {field=collection/*/...}, a
// :verb at the end; no `**`.
struct Route {
  struct Variable {
    std::string field;  // of the request: "name", "roster.name"
    size_t first;       // its segments
    size_t count;
  };

  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string http_method;            // "GET"
  std::string pattern;                // as written in the contract
  std::vector<std::string> segments;  // "*" or a literal
  std::string verb;                   // "" when there is none
  std::vector<Variable> variables;
  std::string body;      // "", "*" or a field of the request
  std::string resource;  // the field that the method's first binding takes as body
  const google::protobuf::MethodDescriptor* append =
      nullptr;  // of an upload (unioncare.options.v1.upload)
};

struct Match {
  const Route* route = nullptr;  // nullptr: nothing there for this method
  std::vector<std::pair<std::string, std::string>> variables;  // field, value
  std::string allow;  // methods the path takes, "GET, HEAD"; "" when there is no such path
};

// Immutable once built; safe to read from any thread.
class RouteTable {
 public:
  // Fails on a template it cannot read, on a variable or body that is no field of the request, on
  // an append method that is not there, and on two routes that one request could match.
  static absl::StatusOr<RouteTable> Build(
      const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  // HEAD matches what GET does.
  Match Find(std::string_view http_method, const Path& path) const;

  const std::vector<std::unique_ptr<const Route>>& routes() const { return routes_; }

 private:
  absl::Status AddMethod(const google::protobuf::MethodDescriptor& method);
  absl::Status AddRoute(Route route);

  std::vector<std::unique_ptr<const Route>> routes_;
  // By number of segments and verb: the few that a path must be compared with.
  std::map<std::pair<size_t, std::string>, std::vector<const Route*>, std::less<>> by_shape_;
};

// The services of a package, found by convention in `a/b/v1/b_service.proto` of the linked
// contracts: "unioncare.medical.v1" -> MedicalService.
absl::StatusOr<std::vector<const google::protobuf::ServiceDescriptor*>> ServicesOf(
    const std::string& package);

}  // namespace unioncare::gateway
