#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

// The target of a request, decoded once and strictly: one spelling, one meaning.
namespace unioncare::gateway {

struct Path {
  std::vector<std::string> segments;  // "/a/b:c" -> "a", "b"
  std::string verb;                   // "c"; "" when there is none
};

// nullopt for whatever could name a route in a second way or hide another one: empty, "." and ".."
// segments, bad percent-encoding, overlong or broken UTF-8, control bytes, and (also encoded) any
// of / \ ; : ? # %. The verb's colon is the last one of the last segment, unencoded.
std::optional<Path> ParsePath(std::string_view raw);

// Name and value, decoded; '+' is a space. At most 100. BAD_QUERY for bad percent-encoding, broken
// UTF-8, control bytes, an empty name.
using Query = std::vector<std::pair<std::string, std::string>>;
absl::StatusOr<Query> ParseQuery(std::string_view raw);

// "/a?b" -> "/a", "b".
std::pair<std::string_view, std::string_view> SplitTarget(std::string_view target);

}  // namespace unioncare::gateway
