#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"

// Generic validation from the contract: field_behavior REQUIRED, (options.v1.limits), and what the
// types themselves demand (whole fen in CNY and not negative, whole civil dates, known enum values,
// no control characters). Everything wrong is listed at once; OUTPUT_ONLY fields are ignored.
//
// Reasons: REQUIRED, TOO_SHORT, TOO_LONG, TOO_MANY, TOO_SMALL, TOO_LARGE, UNKNOWN_VALUE,
// BAD_AMOUNT, BAD_DATE, BAD_FORMAT, CONTROL_CHARACTER, and those of common/codes for numbers and
// codes.
namespace unioncare::rpc {

absl::Status Validate(const google::protobuf::Message& request);

// Clears the private fields, however deep, and those that we do not know.
void Redact(google::protobuf::Message& message);

// Whether Redact would remove anything from messages of this type.
bool HasPrivateFields(const google::protobuf::Descriptor& type);

}  // namespace unioncare::rpc
