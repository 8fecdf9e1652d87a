#include "common/crypto/token.h"

#include <algorithm>
#include <array>
#include <optional>

#include "common/base/bytes.h"
#include "common/crypto/jwks.h"
#include "common/crypto/strict_json.h"
#include "common/status/reasons.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace unioncare::crypto {
namespace {

// The two halves of the codec are these tables and `roles`.
struct TextClaim {
  const char* name;
  std::string AccessClaims::*field;
};
constexpr std::array<TextClaim, 9> kTextClaims = {{{"iss", &AccessClaims::issuer},
                                                   {"aud", &AccessClaims::audience},
                                                   {"city", &AccessClaims::city},
                                                   {"sub", &AccessClaims::subject},
                                                   {"scope", &AccessClaims::scope_kind},
                                                   {"org", &AccessClaims::organization},
                                                   {"county", &AccessClaims::county},
                                                   {"pk", &AccessClaims::person_key},
                                                   {"jti", &AccessClaims::token_id}}};
struct TimeClaim {
  const char* name;
  int64_t AccessClaims::*field;
};
constexpr std::array<TimeClaim, 3> kTimeClaims = {{{"iat", &AccessClaims::issued_at},
                                                   {"nbf", &AccessClaims::not_before},
                                                   {"exp", &AccessClaims::expires_at}}};
constexpr char kRoles[] = "roles";

std::string WriteClaims(const AccessClaims& claims) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.StartObject();
  for (const TextClaim& claim : kTextClaims) {
    const std::string& value = claims.*claim.field;
    writer.Key(claim.name);
    writer.String(value.data(), value.size());
  }
  writer.Key(kRoles);
  writer.StartArray();
  for (int role : claims.roles) writer.Int(role);
  writer.EndArray();
  for (const TimeClaim& claim : kTimeClaims) {
    writer.Key(claim.name);
    writer.Int64(claims.*claim.field);
  }
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize());
}

bool ReadRoles(const StrictJson& json, std::vector<int>& roles) {
  const rapidjson::Value* values = json.Find(kRoles);
  if (values == nullptr || !values->IsArray()) return false;
  for (const rapidjson::Value& value : values->GetArray()) {
    if (!value.IsInt()) return false;
    roles.push_back(value.GetInt());
  }
  return true;
}

// Claims that we do not know are skipped: the next version may add one.
std::optional<AccessClaims> ReadClaims(std::string_view text) {
  const std::optional<StrictJson> json = StrictJson::Parse(text);
  AccessClaims claims;
  if (!json || !ReadRoles(*json, claims.roles)) return std::nullopt;
  for (const TextClaim& claim : kTextClaims) {
    std::optional<std::string> value = json->Text(claim.name);
    if (!value) return std::nullopt;
    claims.*claim.field = *std::move(value);
  }
  for (const TimeClaim& claim : kTimeClaims) {
    const std::optional<int64_t> value = json->Number(claim.name);
    if (!value) return std::nullopt;
    claims.*claim.field = *value;
  }
  return claims;
}

bool IsDivision(std::string_view code) {
  return code.size() == 6 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsScope(std::string_view kind) {
  return kind.empty() || kind == "CITY" || kind == "COUNTY" || kind == "BASE_UNION";
}

struct Parts {
  std::string_view signed_text;  // "header.payload"
  std::string header;
  std::string payload;
  std::string signature;
};

std::optional<Parts> Split(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return std::nullopt;
  const size_t first = token.find('.');
  const size_t last = token.rfind('.');
  if (first == last) return std::nullopt;  // a third dot fails below: it is not base64url
  const auto header = base::Base64UrlDecode(token.substr(0, first));
  const auto payload = base::Base64UrlDecode(token.substr(first + 1, last - first - 1));
  const auto signature = base::Base64UrlDecode(token.substr(last + 1));
  if (!header || !payload || !signature) return std::nullopt;
  return Parts{token.substr(0, last), *header, *payload, *signature};
}

}  // namespace

std::string SignToken(const Es256Signer& signer, const AccessClaims& claims) {
  const std::string header =
      R"({"alg":"ES256","typ":"JWT","kid":")" + signer.public_key().kid + R"("})";
  const std::string text =
      base::Base64UrlEncode(header) + "." + base::Base64UrlEncode(WriteClaims(claims));
  return text + "." + base::Base64UrlEncode(signer.Sign(text));
}

TokenVerifier::TokenVerifier(TokenRules rules, const std::vector<Es256Verifier>& keys)
    : rules_(std::move(rules)) {
  for (const Es256Verifier& key : keys) keys_.emplace(key.public_key().kid, key);
}

absl::StatusOr<TokenVerifier> TokenVerifier::FromJwks(TokenRules rules, std::string_view jwks) {
  ASSIGN_OR_RETURN(const std::vector<Es256Verifier> keys, ParseJwks(jwks));
  return TokenVerifier(std::move(rules), keys);
}

const Es256Verifier* TokenVerifier::KeyFor(std::string_view header) const {
  const std::optional<StrictJson> json = StrictJson::Parse(header);
  if (!json || json->size() != 3 || json->Text("alg") != "ES256" || json->Text("typ") != "JWT") {
    return nullptr;
  }
  const auto key = keys_.find(json->Text("kid").value_or(""));
  return key == keys_.end() ? nullptr : &key->second;
}

bool TokenVerifier::IsMeantForUs(const AccessClaims& claims, base::Instant now) const {
  const int64_t seconds = now.micros / base::kMicrosPerSecond;
  const int64_t latest_start = seconds + kTokenLeewaySeconds;
  return claims.issuer == rules_.issuer && claims.audience == rules_.audience &&
         claims.city == rules_.city && IsDivision(claims.city) && !claims.subject.empty() &&
         !claims.token_id.empty() && IsScope(claims.scope_kind) &&
         (claims.county.empty() || IsDivision(claims.county)) &&
         base::Base64UrlDecode(claims.person_key).has_value() && seconds < claims.expires_at &&
         claims.not_before <= latest_start && claims.issued_at <= latest_start;
}

absl::StatusOr<AccessClaims> TokenVerifier::Verify(std::string_view token,
                                                   base::Instant now) const {
  const absl::Status refused = Refuse(status::kUnauthenticated);
  const std::optional<Parts> parts = Split(token);
  const Es256Verifier* key = parts ? KeyFor(parts->header) : nullptr;
  if (key == nullptr || !key->Verify(parts->signed_text, parts->signature)) return refused;
  const std::optional<AccessClaims> claims = ReadClaims(parts->payload);
  if (!claims || !IsMeantForUs(*claims, now)) return refused;
  return *claims;
}

}  // namespace unioncare::crypto
