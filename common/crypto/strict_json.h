#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rapidjson/document.h"

// JSON that others may have forged: one object, each of its names once, nothing after it.
namespace unioncare::crypto {

class StrictJson {
 public:
  // nullopt for anything but such an object in valid UTF-8.
  static std::optional<StrictJson> Parse(std::string_view text);

  const rapidjson::Document& document() const { return document_; }
  size_t size() const { return document_.MemberCount(); }

  // nullptr unless there is a member of that name.
  const rapidjson::Value* Find(const char* name) const;

  // nullopt unless it is there and of that type.
  std::optional<std::string> Text(const char* name) const;
  std::optional<int64_t> Number(const char* name) const;

 private:
  StrictJson() = default;
  rapidjson::Document document_;
};

// A string's characters, zero bytes included.
std::string TextOf(const rapidjson::Value& value);

}  // namespace unioncare::crypto
