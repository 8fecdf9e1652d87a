#include "services/gateway/schema.h"

#include <algorithm>
#include <string>

#include "google/api/field_behavior.pb.h"
#include "unioncare/options/v1/options.pb.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr char kTimestamp[] = "google.protobuf.Timestamp";
constexpr char kDate[] = "google.type.Date";

bool Behaves(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& all = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(all.begin(), all.end(), behavior) != all.end();
}

std::string PatternOf(options::v1::Format format) {
  switch (format) {
    case options::v1::FORMAT_UUID:
      return "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
    case options::v1::FORMAT_ID_NUMBER:
      return "^[1-9][0-9]{16}[0-9X]$";
    case options::v1::FORMAT_CREDIT_CODE:
      return "^[0-9A-Z]{18}$";
    case options::v1::FORMAT_DIVISION_CODE:
      return "^33[0-9]{4}$";
    case options::v1::FORMAT_MOBILE:
      return "^1[0-9]{10}$";
    case options::v1::FORMAT_LOGIN:
      return "^[a-z][a-z0-9._-]*$";
    default:
      return "";
  }
}

// "plans/*/versions/*" -> "^plans/[^/]+/versions/[^/]+$"
std::string PatternOf(const std::string& resource) {
  std::string pattern = "^";
  for (const char c : resource) pattern += c == '*' ? "[^/]+" : std::string(1, c);
  return pattern + "$";
}

bool IsOneOf(const FieldDescriptor& field, std::string_view type) {
  return field.message_type() && field.message_type()->full_name() == type;
}

}  // namespace

void SchemaWriter::Pair(const char* key, const std::string& value) {
  json_.Key(key);
  json_.String(value.c_str());
}

bool SchemaWriter::IsRequired(const FieldDescriptor& field) {
  return Behaves(field, google::api::REQUIRED);
}

bool SchemaWriter::IsParameter(const FieldDescriptor& field) {
  return !Behaves(field, google::api::OUTPUT_ONLY) && field.type() != FieldDescriptor::TYPE_BYTES &&
         (!field.message_type() || IsOneOf(field, kDate) || IsOneOf(field, kTimestamp));
}

void SchemaWriter::WriteReference(const Descriptor& message) {
  if (known_.insert(&message).second) waiting_.push_back(&message);
  json_.StartObject();
  Pair("$ref", "#/components/schemas/" + message.full_name());
  json_.EndObject();
}

void SchemaWriter::WriteObject(const Descriptor& message, const Keep& keep) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < message.field_count(); ++i) {
    if (keep(*message.field(i))) fields.push_back(message.field(i));
  }
  json_.StartObject();
  Pair("type", "object");
  json_.Key("additionalProperties");
  json_.Bool(false);
  json_.Key("properties");
  json_.StartObject();
  for (const FieldDescriptor* field : fields) {
    json_.Key(field->json_name().c_str());
    WriteField(*field);
  }
  json_.EndObject();
  std::erase_if(fields, [](const FieldDescriptor* field) {
    return !IsRequired(*field) || field->name() == "request_id" || field->name() == "etag";
  });
  if (!fields.empty()) {
    json_.Key("required");
    json_.StartArray();
    for (const FieldDescriptor* field : fields) json_.String(field->json_name().c_str());
    json_.EndArray();
  }
  json_.EndObject();
}

void SchemaWriter::WriteFile() {
  json_.StartObject();
  Pair("type", "string");
  Pair("format", "binary");
  json_.EndObject();
}

void SchemaWriter::WriteSchemas() {
  json_.Key("schemas");
  json_.StartObject();
  while (!waiting_.empty()) {
    const Descriptor* message = waiting_.back();
    waiting_.pop_back();
    json_.Key(message->full_name().c_str());
    WriteObject(*message, [](const FieldDescriptor&) { return true; });
  }
  json_.EndObject();
}

void SchemaWriter::WriteParameter(const FieldDescriptor& field) {
  if (!IsOneOf(field, kDate)) return WriteField(field);
  json_.StartObject();
  Pair("type", "string");
  Pair("format", "date");
  json_.EndObject();
}

void SchemaWriter::WriteField(const FieldDescriptor& field) {
  if (field.is_map()) return WriteMap(field);
  json_.StartObject();
  if (Behaves(field, google::api::OUTPUT_ONLY)) {
    json_.Key("readOnly");
    json_.Bool(true);
  }
  const auto privacy = field.options().GetExtension(options::v1::privacy);
  if (privacy != options::v1::PRIVACY_CLASS_UNSPECIFIED) {
    Pair("x-privacy", options::v1::PrivacyClass_Name(privacy));
  }
  if (!field.is_repeated()) {
    WriteType(field);
    return json_.EndObject(), void();
  }
  Pair("type", "array");
  const auto& limits = field.options().GetExtension(options::v1::limits);
  if (limits.max_items() > 0) {
    json_.Key("maxItems");
    json_.Uint(limits.max_items());
  }
  json_.Key("items");
  json_.StartObject();
  WriteType(field);
  json_.EndObject();
  json_.EndObject();
}

void SchemaWriter::WriteMap(const FieldDescriptor& field) {
  json_.StartObject();
  Pair("type", "object");
  json_.Key("additionalProperties");
  json_.StartObject();
  WriteType(*field.message_type()->map_value());
  json_.EndObject();
  json_.EndObject();
}

void SchemaWriter::WriteType(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return Pair("type", "boolean");
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32:
      Pair("type", "integer");
      return WriteLimits(field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return WriteEnum(field);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (IsOneOf(field, kTimestamp)) {
        Pair("type", "string");
        return Pair("format", "date-time");
      }
      // What stands beside a $ref is ignored, what stands beside allOf is not.
      json_.Key("allOf");
      json_.StartArray();
      WriteReference(*field.message_type());
      json_.EndArray();
      return;
    case FieldDescriptor::CPPTYPE_STRING:
      Pair("type", "string");
      if (field.type() == FieldDescriptor::TYPE_BYTES) return Pair("format", "byte");
      return WriteTextLimits(field);
    default:
      // 64-bit integers: JSON has them as text.
      Pair("type", "string");
      return Pair("format", "int64");
  }
}

void SchemaWriter::WriteEnum(const FieldDescriptor& field) {
  Pair("type", "string");
  json_.Key("enum");
  json_.StartArray();
  for (int i = 0; i < field.enum_type()->value_count(); ++i) {
    json_.String(field.enum_type()->value(i)->name().c_str());
  }
  json_.EndArray();
}

void SchemaWriter::WriteLimits(const FieldDescriptor& field) {
  if (!field.options().HasExtension(options::v1::limits)) return;
  const auto& limits = field.options().GetExtension(options::v1::limits);
  json_.Key("minimum");
  json_.Int64(limits.minimum());
  if (limits.maximum() == 0) return;
  json_.Key("maximum");
  json_.Int64(limits.maximum());
}

void SchemaWriter::WriteTextLimits(const FieldDescriptor& field) {
  const auto& limits = field.options().GetExtension(options::v1::limits);
  if (limits.min_length() > 0) {
    json_.Key("minLength");
    json_.Uint(limits.min_length());
  }
  if (limits.max_length() > 0) {
    json_.Key("maxLength");
    json_.Uint(limits.max_length());
  }
  const std::string pattern =
      limits.resource().empty() ? PatternOf(limits.format()) : PatternOf(limits.resource());
  if (!pattern.empty()) Pair("pattern", pattern);
}

}  // namespace unioncare::gateway
