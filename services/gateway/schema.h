#pragma once

#include <functional>
#include <set>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

// OpenAPI schemas from message descriptors.
namespace unioncare::gateway {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

// Writes into a document that somebody else (openapi.cc) has open.
class SchemaWriter {
 public:
  explicit SchemaWriter(JsonWriter& json) : json_(json) {}

  // {"$ref": "#/components/schemas/..."}; the message is written later, by WriteSchemas.
  void WriteReference(const google::protobuf::Descriptor& message);
  // An object with those fields of `message` that `keep` says. `request_id` and `etag` are not
  // required: headers may bring them.
  using Keep = std::function<bool(const google::protobuf::FieldDescriptor&)>;
  void WriteObject(const google::protobuf::Descriptor& message, const Keep& keep);
  // A field as a query parameter.
  void WriteParameter(const google::protobuf::FieldDescriptor& field);
  // The bytes of an uploaded file.
  void WriteFile();
  // "schemas": everything referred to, and what that refers to.
  void WriteSchemas();

  // A scalar, an enum, a google.type.Date or a list of them that a caller may set.
  static bool IsParameter(const google::protobuf::FieldDescriptor& field);
  static bool IsRequired(const google::protobuf::FieldDescriptor& field);

 private:
  void Pair(const char* key, const std::string& value);
  void WriteField(const google::protobuf::FieldDescriptor& field);
  void WriteMap(const google::protobuf::FieldDescriptor& field);
  void WriteType(const google::protobuf::FieldDescriptor& field);
  void WriteEnum(const google::protobuf::FieldDescriptor& field);
  void WriteLimits(const google::protobuf::FieldDescriptor& field);
  void WriteTextLimits(const google::protobuf::FieldDescriptor& field);

  JsonWriter& json_;
  std::set<const google::protobuf::Descriptor*> known_;
  std::vector<const google::protobuf::Descriptor*> waiting_;
};

}  // namespace unioncare::gateway
