#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

// Fields of a request set from text, as path variables, query parameters and JSON values need it.
namespace unioncare::gateway {

// "roster.plan_version" or "roster.planVersion" -> the fields on the way, the last one last. Empty
// when there is no such field, or when it lies within a repeated one.
using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;
FieldPath FindFieldPath(const google::protobuf::Descriptor& type, std::string_view path);

// By its name or its JSON name; nullptr when there is none.
const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor& type,
                                                   std::string_view name);

// The message that holds the last field of `path`, made where it is absent.
google::protobuf::Message& Holder(const FieldPath& path, google::protobuf::Message& message);

// Sets a field of `message`, or adds to a repeated one. Integers are decimal, booleans "true" or
// "false", enums a name or number of the contract, bytes base64 of either alphabet,
// google.type.Date YYYY-MM-DD, Timestamp RFC 3339. False for anything else, and for other messages
// and floating point (which no contract of ours has).
bool SetFromText(const google::protobuf::FieldDescriptor& field, const std::string& text,
                 google::protobuf::Message& message);

// What SetFromText wants, for an error: "an integer".
struct Wanted {
  std::string_view english;
  std::string_view chinese;
};
Wanted WantedBy(const google::protobuf::FieldDescriptor& field);

}  // namespace unioncare::gateway
