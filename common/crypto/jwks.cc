#include "common/crypto/jwks.h"

#include "common/crypto/strict_json.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace unioncare::crypto {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void WriteText(Writer& writer, const char* name, const std::string& value) {
  writer.Key(name);
  writer.String(value.data(), value.size());
}

bool Holds(const rapidjson::Value& object, const char* name, const char* expected) {
  const auto member = object.FindMember(name);
  return member != object.MemberEnd() && member->value.IsString() &&
         TextOf(member->value) == expected;
}

std::string Text(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  if (member == object.MemberEnd() || !member->value.IsString()) return "";
  return TextOf(member->value);
}

absl::StatusOr<Es256Verifier> ParseKey(const rapidjson::Value& key) {
  if (!key.IsObject() || !Holds(key, "kty", "EC") || !Holds(key, "crv", "P-256")) {
    return Refuse(kBadPublicKey);
  }
  ASSIGN_OR_RETURN(Es256Verifier verifier, Es256Verifier::FromJwk(Text(key, "x"), Text(key, "y")));
  if (verifier.public_key().kid != Text(key, "kid")) return Refuse(kBadPublicKey);
  return verifier;
}

}  // namespace

std::string ToJwks(const std::vector<Jwk>& keys) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  writer.Key("keys");
  writer.StartArray();
  for (const Jwk& key : keys) {
    writer.StartObject();
    WriteText(writer, "kty", "EC");
    WriteText(writer, "crv", "P-256");
    WriteText(writer, "use", "sig");
    WriteText(writer, "alg", "ES256");
    WriteText(writer, "kid", key.kid);
    WriteText(writer, "x", key.x);
    WriteText(writer, "y", key.y);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

absl::StatusOr<std::vector<Es256Verifier>> ParseJwks(std::string_view text) {
  const std::optional<StrictJson> json = StrictJson::Parse(text);
  const rapidjson::Value* keys = json ? json->Find("keys") : nullptr;
  if (keys == nullptr || !keys->IsArray() || keys->Empty()) return Refuse(kBadPublicKey);
  std::vector<Es256Verifier> verifiers;
  for (const rapidjson::Value& key : keys->GetArray()) {
    ASSIGN_OR_RETURN(Es256Verifier verifier, ParseKey(key));
    verifiers.push_back(std::move(verifier));
  }
  return verifiers;
}

}  // namespace unioncare::crypto
