#include "services/gateway/openapi.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/gateway/schema.h"
#include "unioncare/options/v1/options.pb.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

// "plans" -> "plan", "paymentBatches" -> "paymentBatch", "waitlistEntries" -> "waitlistEntry".
std::string Singular(std::string word) {
  const auto ends = [&word](std::string_view end) {
    return word.size() > end.size() && word.compare(word.size() - end.size(), end.size(), end) == 0;
  };
  if (ends("ies")) return word.substr(0, word.size() - 3) + "y";
  if (ends("ches")) return word.substr(0, word.size() - 2);
  if (ends("s")) word.pop_back();
  return word;
}

// The path as OpenAPI writes it; a wildcard is named after the collection before it.
std::string PathOf(const Route& route, std::vector<std::string>& parameters) {
  std::string path;
  for (size_t i = 0; i < route.segments.size(); ++i) {
    if (route.segments[i] != "*") {
      path += "/" + route.segments[i];
      continue;
    }
    parameters.push_back(Singular(route.segments[i - 1]));
    path += "/{" + parameters.back() + "}";
  }
  return route.verb.empty() ? path : path + ":" + route.verb;
}

bool IsBound(const Route& route, const FieldDescriptor& field) {
  return field.name() == route.body ||
         std::any_of(route.variables.begin(), route.variables.end(),
                     [&field](const auto& variable) { return variable.field == field.name(); });
}

class Writer {
 public:
  explicit Writer(const RouteTable& routes) : routes_(routes), schema_(json_) {}

  std::string Write() {
    json_.StartObject();
    Pair("openapi", "3.0.3");
    json_.Key("info");
    json_.StartObject();
    Pair("title", "UnionCare");
    Pair("version", "v1");
    json_.EndObject();
    WritePaths();
    WriteComponents();
    json_.EndObject();
    return {buffer_.GetString(), buffer_.GetSize()};
  }

 private:
  void Pair(const char* key, const std::string& value) {
    json_.Key(key);
    json_.String(value.c_str());
  }
  void WritePaths();
  void WriteOperation(const Route& route, const std::vector<std::string>& path_parameters);
  void WriteParameters(const Route& route, const std::vector<std::string>& path_parameters);
  void WriteQuery(const Route& route, const Descriptor& type);
  void WriteParameter(const char* in, const std::string& name, bool required,
                      const FieldDescriptor* field);
  void WriteBody(const Route& route);
  void WriteContent(const char* type, const Descriptor& message);
  void WriteResponses(const Route& route);
  void WriteRoles(const MethodDescriptor& method);
  void WriteComponents();

  const RouteTable& routes_;
  rapidjson::StringBuffer buffer_;
  JsonWriter json_{buffer_};
  SchemaWriter schema_;
  std::map<std::string, int> operation_ids_;
};

void Writer::WritePaths() {
  std::map<std::string, std::vector<std::pair<const Route*, std::vector<std::string>>>> paths;
  for (const auto& route : routes_.routes()) {
    std::vector<std::string> parameters;
    const std::string path = PathOf(*route, parameters);
    paths[path].emplace_back(route.get(), std::move(parameters));
  }
  json_.Key("paths");
  json_.StartObject();
  for (const auto& [path, routes] : paths) {
    json_.Key(path.c_str());
    json_.StartObject();
    for (const auto& [route, parameters] : routes) WriteOperation(*route, parameters);
    json_.EndObject();
  }
  json_.EndObject();
}

void Writer::WriteOperation(const Route& route, const std::vector<std::string>& path_parameters) {
  std::string method = route.http_method;
  for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
  json_.Key(method.c_str());
  json_.StartObject();
  const std::string id = route.method->service()->name() + "_" + route.method->name();
  const int binding = ++operation_ids_[id];
  Pair("operationId", binding == 1 ? id : id + "_" + std::to_string(binding));
  json_.Key("tags");
  json_.StartArray();
  json_.String(route.method->service()->name().c_str());
  json_.EndArray();
  WriteParameters(route, path_parameters);
  WriteBody(route);
  WriteResponses(route);
  WriteRoles(*route.method);
  json_.EndObject();
}

void Writer::WriteParameter(const char* in, const std::string& name, bool required,
                            const FieldDescriptor* field) {
  json_.StartObject();
  Pair("name", name);
  Pair("in", in);
  json_.Key("required");
  json_.Bool(required);
  json_.Key("schema");
  if (field) {
    schema_.WriteParameter(*field);
  } else {
    json_.StartObject();
    Pair("type", "string");
    json_.EndObject();
  }
  json_.EndObject();
}

void Writer::WriteQuery(const Route& route, const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool header = field.name() == "request_id" || field.name() == "etag";
    if (header || IsBound(route, field) || !schema_.IsParameter(field)) continue;
    WriteParameter("query", field.json_name(), schema_.IsRequired(field), &field);
  }
}

void Writer::WriteParameters(const Route& route, const std::vector<std::string>& path_parameters) {
  const Descriptor& type = *route.method->input_type();
  json_.Key("parameters");
  json_.StartArray();
  for (const std::string& name : path_parameters) WriteParameter("path", name, true, nullptr);
  if (route.body != "*") WriteQuery(route, type);
  const FieldDescriptor* resource = type.FindFieldByName(route.resource);
  if (route.body.empty() && resource) WriteQuery(route, *resource->message_type());
  if (route.http_method != "GET") {
    const bool request_id = type.FindFieldByName("request_id") != nullptr;
    if (request_id) WriteParameter("header", "Idempotency-Key", true, nullptr);
    if (type.FindFieldByName("etag")) WriteParameter("header", "If-Match", false, nullptr);
  }
  json_.EndArray();
}

void Writer::WriteContent(const char* type, const Descriptor& message) {
  json_.Key("content");
  json_.StartObject();
  json_.Key(type);
  json_.StartObject();
  json_.Key("schema");
  schema_.WriteReference(message);
  json_.EndObject();
  json_.EndObject();
}

void Writer::WriteBody(const Route& route) {
  const bool import = route.append && route.body.empty();
  if (route.body.empty() && !import) return;
  json_.Key("requestBody");
  json_.StartObject();
  json_.Key("required");
  json_.Bool(true);
  if (!import && route.body != "*") {
    WriteContent("application/json",
                 *route.method->input_type()->FindFieldByName(route.body)->message_type());
  } else {
    json_.Key("content");
    json_.StartObject();
    json_.Key(import ? "text/csv" : "application/json");
    json_.StartObject();
    json_.Key("schema");
    if (import) {
      schema_.WriteFile();
    } else {
      schema_.WriteObject(*route.method->input_type(), [&route](const FieldDescriptor& field) {
        return !IsBound(route, field);
      });
    }
    json_.EndObject();
    json_.EndObject();
  }
  json_.EndObject();
}

void Writer::WriteResponses(const Route& route) {
  const bool create = route.http_method == "POST" && route.method->name().rfind("Create", 0) == 0 &&
                      route.method->output_type()->FindFieldByName("name");
  json_.Key("responses");
  json_.StartObject();
  json_.Key(create ? "201" : "200");
  json_.StartObject();
  Pair("description", "Done.");
  WriteContent("application/json", *route.method->output_type());
  json_.EndObject();
  json_.Key("default");
  json_.StartObject();
  Pair("$ref", "#/components/responses/Error");
  json_.EndObject();
  json_.EndObject();
}

void Writer::WriteRoles(const MethodDescriptor& method) {
  const auto& permission = method.options().GetExtension(options::v1::permission);
  json_.Key("security");
  json_.StartArray();
  if (permission.grants_size() > 0) {
    json_.StartObject();
    json_.Key("bearer");
    json_.StartArray();
    json_.EndArray();
    json_.EndObject();
  }
  json_.EndArray();
  std::set<std::string> roles;
  for (const auto& grant : permission.grants()) {
    for (const int role : grant.roles()) {
      roles.insert(options::v1::Role_Name(static_cast<options::v1::Role>(role)));
    }
  }
  json_.Key("x-roles");
  json_.StartArray();
  for (const std::string& role : roles) json_.String(role.c_str());
  json_.EndArray();
}

void Writer::WriteComponents() {
  json_.Key("components");
  json_.StartObject();
  schema_.WriteSchemas();
  constexpr char kRest[] =
      R"({"Error":{"description":"Refused: why, and what to do.","content":{"application/json":)"
      R"({"schema":{"type":"object","properties":{"error":{"type":"object","properties":{)"
      R"("code":{"type":"integer"},"status":{"type":"string"},"message":{"type":"string"},)"
      R"("details":{"type":"array","items":{"type":"object"}}}}}}}}}})";
  json_.Key("responses");
  json_.RawValue(kRest, sizeof(kRest) - 1, rapidjson::kObjectType);
  constexpr char kSecurity[] =
      R"({"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT"}})";
  json_.Key("securitySchemes");
  json_.RawValue(kSecurity, sizeof(kSecurity) - 1, rapidjson::kObjectType);
  json_.EndObject();
}

}  // namespace

std::string OpenApi(const RouteTable& routes) { return Writer(routes).Write(); }

}  // namespace unioncare::gateway
