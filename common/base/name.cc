#include "common/base/name.h"

#include "common/base/id.h"

namespace unioncare::base {

std::optional<int64_t> ParseName(std::string_view name, std::string_view collection) {
  if (!name.starts_with(collection)) return std::nullopt;
  name.remove_prefix(collection.size());
  if (!name.starts_with('/')) return std::nullopt;
  return DecodeId(name.substr(1));
}

std::string MakeName(std::string_view collection, int64_t id) {
  return std::string(collection) + "/" + EncodeId(id);
}

}  // namespace unioncare::base
