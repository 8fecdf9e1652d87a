// What every contract must declare (the comments of unioncare/options/v1/options.proto say why),
// as checks over descriptors. A checked file is either generated or built by a test that plants a
// violation.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

namespace unioncare::contract {

// One thing that is missing or wrong.
struct Violation {
  std::string where;  // full name of the method, message, field or enum
  std::string what;   // what it lacks, as a sentence
  bool operator==(const Violation&) const = default;
};

// Permission, route, replay, upload, paging and etag of one method.
void CheckMethod(const google::protobuf::MethodDescriptor& method, std::vector<Violation>& found);

// Fields of one message and of those nested in it: no floating point, private fields classified,
// limits that fit.
void CheckMessage(const google::protobuf::Descriptor& message, std::vector<Violation>& found);

// One enum: a zero value that means nothing, and a name that does not collide with grpc::Status.
void CheckEnum(const google::protobuf::EnumDescriptor& type, std::vector<Violation>& found);

// Everything in a file.
std::vector<Violation> CheckFile(const google::protobuf::FileDescriptor& file);

}  // namespace unioncare::contract
