#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/gateway/http.h"
#include "services/gateway/routes.h"

// From an HTTP request to the message of a method.
namespace unioncare::gateway {

// What a body is, by its Content-Type.
enum class BodyKind { kNone, kJson, kFile };

// kFile: text/csv or application/octet-stream; kJson: application/json in UTF-8. kNone is a request
// without Content-Type. UNSUPPORTED_MEDIA_TYPE for anything else, and for any Content-Encoding.
absl::StatusOr<BodyKind> BodyKindOf(const Headers& headers);

// Fills the route's request. Path variables, then query parameters (fields that neither the path
// nor the body binds; of a binding without body also the fields of the method's resource), then
// `Idempotency-Key` into `request_id` and `If-Match` into `etag`. A file becomes the request's one
// `bytes` field, its other fields are parameters. INVALID_FIELDS lists everything that is wrong;
// whatever is said twice must be said alike.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> BuildRequest(const Match& match,
                                                                        const HttpRequest& request,
                                                                        BodyKind kind,
                                                                        std::string body);

// The request's one top-level bytes field; nullptr when it has none.
const google::protobuf::FieldDescriptor* ContentField(const google::protobuf::Descriptor& type);

// A top-level text field; "" when it is absent or not text.
std::string TextField(const google::protobuf::Message& message, const std::string& name);

// An empty message of a linked type.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

}  // namespace unioncare::gateway
