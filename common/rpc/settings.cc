#include "common/rpc/settings.h"

#include <utility>

#include "common/base/instant.h"
#include "common/codes/division.h"
#include "common/crypto/digest.h"
#include "common/crypto/secret_file.h"
#include "common/status/status.h"

namespace unioncare::rpc {
namespace {

constexpr status::Reason kSettingUnusable{
    "SETTING_UNUSABLE", absl::StatusCode::kFailedPrecondition,
    "server.{field} does not hold a usable value; correct the configuration.",
    "配置项server.{field}的值不可用，请更正配置。"};

absl::Status Unusable(const char* field) {
  return status::Refuse(kSettingUnusable, {{"field", field}});
}

absl::StatusOr<db::Address> ReadAddress(const options::v1::Database& config) {
  if (config.schema().empty()) return Unusable("database.schema");
  if (config.unix_socket().empty() && config.host().empty()) return Unusable("database.host");
  db::Address address;
  address.unix_socket = config.unix_socket();
  address.host = config.host();
  address.port = config.port();
  address.user = config.user();
  address.schema = config.schema();
  if (!config.password_file().empty()) {
    ASSIGN_OR_RETURN(address.password, ReadPassword(config.password_file()));
  }
  return address;
}

// Only a demonstration or a test may live in another time.
absl::Status CheckEnvironment(const options::v1::ServerConfig& config) {
  const bool is_play = config.environment() == "DEMO" || config.environment() == "TEST";
  if (!is_play && config.environment() != "PRODUCTION") return Unusable("environment");
  if (!is_play && config.business_clock_offset_seconds() != 0) {
    return Unusable("business_clock_offset_seconds");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string content, crypto::ReadSecretFile(path));
  return content.substr(0, content.find_first_of("\r\n"));
}

absl::StatusOr<Settings> ReadSettings(const options::v1::ServerConfig& config) {
  RETURN_IF_ERROR(CheckEnvironment(config));
  if (!codes::IsCity(config.city())) return Unusable("city");
  const std::string keys = config.key_directory() + "/";
  ASSIGN_OR_RETURN(const crypto::NamedKey person_key, crypto::LoadOnlyKey(keys + "person_key"));
  ASSIGN_OR_RETURN(const crypto::NamedKey blind_index, crypto::LoadOnlyKey(keys + "blind_index"));
  ASSIGN_OR_RETURN(crypto::KeyRing wrapping, crypto::KeyRing::Load(keys + "wrapping"));
  ASSIGN_OR_RETURN(const crypto::KeyRing page_token, crypto::KeyRing::Load(keys + "page_token"));
  ASSIGN_OR_RETURN(db::Address database, ReadAddress(config.database()));
  Settings settings{
      .city = config.city(),
      .database = std::move(database),
      .business_offset_micros = config.business_clock_offset_seconds() * base::kMicrosPerSecond,
      .person_key = person_key.key,
      .blind_index = blind_index.key,
      .wrapping = std::move(wrapping),
      .page_token = page_token.newest().key};
  if (config.database().readers() > 0) settings.readers = config.database().readers();
  const auto& limits = config.change_limits();
  if (limits.batch() > 0) settings.pipeline.max_batch = limits.batch();
  settings.pipeline.body_hash_key =
      crypto::Bytes(crypto::HmacSha256(crypto::Bytes(settings.blind_index), "request body"));
  if (limits.queue() > 0) settings.pipeline.max_queue = limits.queue();
  return settings;
}

}  // namespace unioncare::rpc
