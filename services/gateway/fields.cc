#include "services/gateway/fields.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "absl/strings/escaping.h"
#include "common/base/date.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "google/type/date.pb.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

template <typename Integer>
std::optional<Integer> ParseInteger(const std::string& text) {
  Integer value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> ParseBytes(std::string text) {
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes)) return std::nullopt;
  return bytes;
}

const EnumValueDescriptor* ParseEnum(const FieldDescriptor& field, const std::string& text) {
  if (const auto number = ParseInteger<int32_t>(text)) {
    return field.enum_type()->FindValueByNumber(*number);
  }
  return field.enum_type()->FindValueByName(text);
}

Message& AddOrGet(const FieldDescriptor& field, Message& message) {
  const auto* reflection = message.GetReflection();
  return field.is_repeated() ? *reflection->AddMessage(&message, &field)
                             : *reflection->MutableMessage(&message, &field);
}

bool SetDate(const FieldDescriptor& field, const std::string& text, Message& message) {
  const std::optional<base::Date> parsed = base::Date::Parse(text);
  if (!parsed) return false;
  google::type::Date date;
  date.set_year(parsed->Year());
  date.set_month(parsed->Month());
  date.set_day(parsed->Day());
  AddOrGet(field, message).CopyFrom(date);
  return true;
}

bool SetMessage(const FieldDescriptor& field, const std::string& text, Message& message) {
  const std::string& type = field.message_type()->full_name();
  if (type == google::type::Date::descriptor()->full_name()) return SetDate(field, text, message);
  google::protobuf::Timestamp time;
  if (type != time.GetDescriptor()->full_name() ||
      !google::protobuf::util::TimeUtil::FromString(text, &time)) {
    return false;
  }
  AddOrGet(field, message).CopyFrom(time);
  return true;
}

// Calls the reflection's Add or Set for the field with an optional value.
template <typename Value, typename Set, typename Add>
bool Store(const FieldDescriptor& field, Message& message, const Value& value, Set set, Add add) {
  if (!value) return false;
  const auto* reflection = message.GetReflection();
  if (field.is_repeated()) {
    (reflection->*add)(&message, &field, *value);
  } else {
    (reflection->*set)(&message, &field, *value);
  }
  return true;
}

bool StoreString(const FieldDescriptor& field, Message& message, std::optional<std::string> value) {
  if (!value) return false;
  const auto* reflection = message.GetReflection();
  if (field.is_repeated()) {
    reflection->AddString(&message, &field, *std::move(value));
  } else {
    reflection->SetString(&message, &field, *std::move(value));
  }
  return true;
}

std::optional<bool> ParseBool(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

bool StoreEnum(const FieldDescriptor& field, const std::string& text, Message& message) {
  const EnumValueDescriptor* value = ParseEnum(field, text);
  if (!value) return false;
  const auto* reflection = message.GetReflection();
  if (field.is_repeated()) {
    reflection->AddEnum(&message, &field, value);
  } else {
    reflection->SetEnum(&message, &field, value);
  }
  return true;
}

}  // namespace

const FieldDescriptor* FindField(const Descriptor& type, std::string_view name) {
  const std::string key(name);
  if (const FieldDescriptor* field = type.FindFieldByName(key)) return field;
  const FieldDescriptor* field = type.FindFieldByCamelcaseName(key);
  return field && field->json_name() == key ? field : nullptr;
}

FieldPath FindFieldPath(const Descriptor& type, std::string_view path) {
  FieldPath fields;
  const Descriptor* holder = &type;
  while (true) {
    const size_t dot = path.find('.');
    const FieldDescriptor* field = holder ? FindField(*holder, path.substr(0, dot)) : nullptr;
    if (!field) return {};
    fields.push_back(field);
    if (dot == std::string_view::npos) return fields;
    holder = field->is_repeated() ? nullptr : field->message_type();
    path.remove_prefix(dot + 1);
  }
}

Message& Holder(const FieldPath& path, Message& message) {
  Message* holder = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    holder = holder->GetReflection()->MutableMessage(holder, path[i]);
  }
  return *holder;
}

bool SetFromText(const FieldDescriptor& field, const std::string& text, Message& message) {
  using R = google::protobuf::Reflection;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Store(field, message, ParseInteger<int32_t>(text), &R::SetInt32, &R::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return Store(field, message, ParseInteger<int64_t>(text), &R::SetInt64, &R::AddInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return Store(field, message, ParseInteger<uint32_t>(text), &R::SetUInt32, &R::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return Store(field, message, ParseInteger<uint64_t>(text), &R::SetUInt64, &R::AddUInt64);
    case FieldDescriptor::CPPTYPE_BOOL:
      return Store(field, message, ParseBool(text), &R::SetBool, &R::AddBool);
    case FieldDescriptor::CPPTYPE_ENUM:
      return StoreEnum(field, text, message);
    case FieldDescriptor::CPPTYPE_STRING:
      return StoreString(
          field, message,
          field.type() == FieldDescriptor::TYPE_BYTES ? ParseBytes(text) : std::optional(text));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessage(field, text, message);
    default:
      return false;
  }
}

Wanted WantedBy(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return {"an integer in range", "范围内的整数"};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {"true or false", "true或false"};
    case FieldDescriptor::CPPTYPE_ENUM:
      return {"one of the names in the contract", "接口约定的枚举名称"};
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? Wanted{"base64 text", "base64文本"}
                                                         : Wanted{"text", "文本"};
    default:
      break;
  }
  const std::string& type = field.message_type() ? field.message_type()->full_name() : "";
  if (type == "google.protobuf.Timestamp") return {"an RFC 3339 time", "RFC 3339格式的时间"};
  return {"an object", "JSON对象"};
}

}  // namespace unioncare::gateway
