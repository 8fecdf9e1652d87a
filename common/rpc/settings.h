#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/change/pipeline.h"
#include "common/crypto/keys.h"
#include "common/db/connection.h"
#include "unioncare/options/v1/server_config.pb.h"

// What every server is told (options/v1/server_config.proto), checked and with its files read, so
// that each service starts from the same values:
//
//   ASSIGN_OR_RETURN(const rpc::Settings settings, rpc::ReadSettings(config.server()));
namespace unioncare::rpc {

struct Settings {
  std::string city;  // division code
  db::Address database;
  int readers = 4;
  int64_t business_offset_micros = 0;
  change::Pipeline::Options pipeline;
  // The city's keys: the first two never rotate, the newest of the others wraps and signs.
  crypto::Key person_key{};
  crypto::Key blind_index{};
  crypto::KeyRing wrapping;
  crypto::Key page_token{};
};

// SETTING_UNUSABLE (FAILED_PRECONDITION) names the field: an unknown environment, an offset in
// PRODUCTION, a code that is no city's; files are refused as common/crypto does.
absl::StatusOr<Settings> ReadSettings(const options::v1::ServerConfig& config);

// The first line of a file that only we may read.
absl::StatusOr<std::string> ReadPassword(const std::string& path);

}  // namespace unioncare::rpc
