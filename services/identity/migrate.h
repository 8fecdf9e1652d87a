#pragma once

#include "absl/status/status.h"
#include "unioncare/identity/v1/config.pb.h"

// What --migrate and --check do.
namespace unioncare::identity {

inline constexpr char kRuleVersion[] = "identity/1";

// Brings the schema up to date, writes the public signing key for those who verify tokens, and in a
// schema without accounts founds the city with its first administrators. Repeating it changes
// nothing.
absl::Status Migrate(const v1::Config& config);

// Whether this configuration could serve: settings, keys, database, schema. Changes nothing.
absl::Status Check(const v1::Config& config);

}  // namespace unioncare::identity
