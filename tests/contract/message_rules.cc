#include <string>
#include <utility>
#include <vector>

#include "tests/contract/rules.h"
#include "unioncare/options/v1/options.pb.h"

namespace unioncare::contract {
namespace {

namespace options = unioncare::options::v1;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

using Found = std::vector<Violation>;

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool IsText(const FieldDescriptor& field) { return field.type() == FieldDescriptor::TYPE_STRING; }

bool IsInteger(const FieldDescriptor& field) {
  const auto type = field.cpp_type();
  return type == FieldDescriptor::CPPTYPE_INT32 || type == FieldDescriptor::CPPTYPE_INT64 ||
         type == FieldDescriptor::CPPTYPE_UINT32 || type == FieldDescriptor::CPPTYPE_UINT64;
}

// A page token is no secret, and a *_file is a path.
bool SoundsPrivate(const FieldDescriptor& field) {
  const std::string& name = field.name();
  if (!IsText(field) || EndsWith(name, "page_token") || EndsWith(name, "_file")) return false;
  for (const char* word :
       {"id_number", "mobile", "phone", "password", "token", "display_name", "account_no"}) {
    if (Contains(name, word)) return true;
  }
  return false;
}

void CheckLimits(const FieldDescriptor& field, Found& found) {
  const options::Limits& limits = field.options().GetExtension(options::limits);
  const auto add = [&](const char* what) { found.push_back({field.full_name(), what}); };
  const bool bytes = field.type() == FieldDescriptor::TYPE_BYTES;
  if ((limits.min_length() || limits.max_length()) && !IsText(field) && !bytes) {
    add("has a length and is neither text nor bytes");
  }
  if (limits.max_length() && limits.min_length() > limits.max_length()) {
    add("has min_length above max_length");
  }
  if ((limits.minimum() || limits.maximum()) && !IsInteger(field)) {
    add("has a range and is no integer");
  }
  if (limits.maximum() && limits.minimum() > limits.maximum()) add("has minimum above maximum");
  if (limits.max_items() && !field.is_repeated()) add("has max_items and is not repeated");
  if ((limits.format() || !limits.resource().empty()) && !IsText(field)) {
    add("has a format or resource and is no text");
  }
  if (limits.format() && !limits.resource().empty()) add("has both a format and a resource");
}

void CheckField(const FieldDescriptor& field, Found& found) {
  if (field.type() == FieldDescriptor::TYPE_DOUBLE || field.type() == FieldDescriptor::TYPE_FLOAT) {
    found.push_back({field.full_name(), "is floating point"});
  }
  const auto privacy = field.options().GetExtension(options::privacy);
  if (SoundsPrivate(field) && privacy == options::PRIVACY_CLASS_UNSPECIFIED) {
    found.push_back({field.full_name(), "sounds private and has no privacy class"});
  }
  CheckLimits(field, found);
}

}  // namespace

void CheckMessage(const Descriptor& message, std::vector<Violation>& found) {
  for (int i = 0; i < message.field_count(); ++i) CheckField(*message.field(i), found);
  for (int i = 0; i < message.nested_type_count(); ++i)
    CheckMessage(*message.nested_type(i), found);
  for (int i = 0; i < message.enum_type_count(); ++i) CheckEnum(*message.enum_type(i), found);
}

void CheckEnum(const EnumDescriptor& type, std::vector<Violation>& found) {
  if (type.name() == "Status") found.push_back({type.full_name(), "collides with grpc::Status"});
  const auto* zero = type.FindValueByNumber(0);
  if (zero == nullptr || !EndsWith(zero->name(), "_UNSPECIFIED")) {
    found.push_back({type.full_name(), "has no zero value that ends in _UNSPECIFIED"});
  }
}

std::vector<Violation> CheckFile(const FileDescriptor& file) {
  std::vector<Violation> found;
  for (int i = 0; i < file.service_count(); ++i) {
    for (int j = 0; j < file.service(i)->method_count(); ++j) {
      CheckMethod(*file.service(i)->method(j), found);
    }
  }
  for (int i = 0; i < file.message_type_count(); ++i) CheckMessage(*file.message_type(i), found);
  for (int i = 0; i < file.enum_type_count(); ++i) CheckEnum(*file.enum_type(i), found);
  return found;
}

}  // namespace unioncare::contract
