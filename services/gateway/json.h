#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

// JSON in and out, proto3's canonical mapping. What comes in is read more strictly than the mapping
// demands: it may be hostile.
namespace unioncare::gateway {

inline constexpr size_t kMaxJsonDepth = 64;
// Values of one body, so that a megabyte of "{},{}," does not become a hundred of messages.
inline constexpr size_t kMaxJsonValues = 50'000;

// Reads one object into `message` (names in either case; null means absent). BAD_JSON, with the
// position, for what is no JSON: broken UTF-8, lone surrogates, NaN, a byte order mark, nesting
// beyond kMaxJsonDepth. INVALID_FIELDS lists unknown fields, names that come twice, two members of
// one oneof, and values of a wrong type; their paths start with `prefix`, e.g. "roster.".
// Stricter than canonical: an integer is digits, not 1.0 or 1e2; no maps, no Any, no floats.
absl::Status ParseJson(std::string_view text, std::string_view prefix,
                       google::protobuf::Message& message);

// Canonical, compact, lowerCamelCase; fields without presence are always there. Fails only for an
// Any of a type that is not linked.
absl::StatusOr<std::string> PrintJson(const google::protobuf::Message& message);

// `text` as a JSON string, quotes included.
std::string QuoteJson(std::string_view text);

}  // namespace unioncare::gateway
