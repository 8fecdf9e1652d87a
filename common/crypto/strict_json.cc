#include "common/crypto/strict_json.h"

#include <set>

namespace unioncare::crypto {

std::optional<StrictJson> StrictJson::Parse(std::string_view text) {
  // Iterative: depth costs memory in proportion to the text, never stack.
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  if (text.starts_with("\xef\xbb\xbf")) return std::nullopt;  // the parser would skip it
  StrictJson json;
  json.document_.Parse<kFlags>(text.data(), text.size());
  if (json.document_.HasParseError() || !json.document_.IsObject()) return std::nullopt;
  std::set<std::string> names;
  for (const auto& member : json.document_.GetObject()) {
    if (!names.insert(TextOf(member.name)).second) return std::nullopt;
  }
  return json;
}

const rapidjson::Value* StrictJson::Find(const char* name) const {
  const auto member = document_.FindMember(name);
  return member == document_.MemberEnd() ? nullptr : &member->value;
}

std::optional<std::string> StrictJson::Text(const char* name) const {
  const rapidjson::Value* value = Find(name);
  if (value == nullptr || !value->IsString()) return std::nullopt;
  return TextOf(*value);
}

std::optional<int64_t> StrictJson::Number(const char* name) const {
  const rapidjson::Value* value = Find(name);
  if (value == nullptr || !value->IsInt64()) return std::nullopt;
  return value->GetInt64();
}

std::string TextOf(const rapidjson::Value& value) {
  return std::string(value.GetString(), value.GetStringLength());
}

}  // namespace unioncare::crypto
