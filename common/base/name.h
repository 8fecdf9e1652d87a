#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Resource names of the API: "<collection>/<id>", as in "rosters/01jabcdefghjk". For a nested
// resource the collection is the parent's name and the child's collection:
// MakeName("rosters/01jabcdefghjk/rows", id).
namespace unioncare::base {

// The id, or nullopt when `name` is not in `collection` or its id is not one that MakeName writes.
std::optional<int64_t> ParseName(std::string_view name, std::string_view collection);
std::string MakeName(std::string_view collection, int64_t id);

}  // namespace unioncare::base
