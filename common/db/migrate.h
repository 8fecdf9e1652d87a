#pragma once

#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "common/db/connection.h"

// Brings a schema up to date: numbered files, each applied once, in order, under a lock, and never
// changed afterwards (a changed checksum is refused).
namespace unioncare::db {

// A file of schema/, embedded by CMake's uc_embed_schema.
struct Migration {
  std::string_view name;  // "0001_plans.sql"
  std::string_view sql;   // statements that end with ";" at the end of a line
};

// MIGRATION_CHANGED (FAILED_PRECONDITION) when an applied file differs from ours.
absl::Status Migrate(Connection& connection, std::span<const Migration> migrations);

// SCHEMA_OUTDATED (FAILED_PRECONDITION) when one of ours is not applied.
absl::Status CheckSchema(Connection& connection, std::span<const Migration> migrations);

}  // namespace unioncare::db
