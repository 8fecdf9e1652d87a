#include "common/db/migrate.h"

#include <algorithm>
#include <map>
#include <string>

#include "common/base/bytes.h"
#include "common/crypto/digest.h"
#include "common/status/status.h"

namespace unioncare::db {
namespace {

constexpr status::Reason kMigrationChanged{
    "MIGRATION_CHANGED", absl::StatusCode::kFailedPrecondition,
    "Migration {name} was applied with other content; restore it and add a new one.",
    "迁移 {name} 已以其他内容执行，请恢复原文件并新增迁移。"};
constexpr status::Reason kSchemaOutdated{
    "SCHEMA_OUTDATED", absl::StatusCode::kFailedPrecondition,
    "Migration {name} is not applied; run the service with --migrate.",
    "迁移 {name} 尚未执行，请以 --migrate 运行服务。"};
constexpr status::Reason kMigrationLocked{
    "MIGRATION_LOCKED", absl::StatusCode::kUnavailable,
    "Another process is migrating this schema; try again when it has ended.",
    "另一进程正在迁移此库，请稍后重试。"};

std::string Checksum(const Migration& migration) {
  const auto digest = crypto::Sha256(migration.sql);
  return base::HexEncode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

absl::StatusOr<std::map<std::string, std::string>> Applied(Connection& connection) {
  ASSIGN_OR_RETURN(Rows rows, connection.Query(Sql("SELECT name, checksum FROM schema_migration")));
  std::map<std::string, std::string> applied;
  while (rows.Next()) applied[rows.Get<std::string>(1)] = rows.Get<std::string>(2);
  return applied;
}

// Each statement is a piece of a literal of ours: this is the one place that takes SQL as text.
absl::Status Apply(Connection& connection, const Migration& migration) {
  std::string_view rest = migration.sql;
  while (rest.find_first_not_of(" \n") != std::string_view::npos) {
    const size_t end = std::min(rest.find(";\n"), rest.size());
    RETURN_IF_ERROR(connection.ExecuteMigration(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  Sql record("INSERT INTO schema_migration (name, checksum, applied_at) VALUES (");
  record << std::string(migration.name) << "," << Checksum(migration) << ", NOW(6))";
  return connection.Execute(record).status();
}

absl::Status MigrateLocked(Connection& connection, std::span<const Migration> migrations) {
  RETURN_IF_ERROR(connection
                      .Execute(Sql("CREATE TABLE IF NOT EXISTS schema_migration ("
                                   "name VARCHAR(100) CHARACTER SET ascii NOT NULL PRIMARY KEY, "
                                   "checksum CHAR(64) CHARACTER SET ascii NOT NULL, "
                                   "applied_at DATETIME(6) NOT NULL) ENGINE=InnoDB"))
                      .status());
  ASSIGN_OR_RETURN(const auto applied, Applied(connection));
  for (const Migration& migration : migrations) {
    const auto known = applied.find(std::string(migration.name));
    if (known == applied.end()) {
      RETURN_IF_ERROR(Apply(connection, migration));
    } else if (known->second != Checksum(migration)) {
      return status::Refuse(kMigrationChanged, {{"name", std::string(migration.name)}});
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(Connection& connection, std::span<const Migration> migrations) {
  {
    ASSIGN_OR_RETURN(Rows locked,
                     connection.Query(Sql("SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), 5)")));
    if (!locked.Next() || locked.Get<int64_t>(1) != 1) return status::Refuse(kMigrationLocked);
  }
  const absl::Status status = MigrateLocked(connection, migrations);
  RETURN_IF_ERROR(
      connection.Query(Sql("SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.migrate'))")).status());
  return status;
}

absl::Status CheckSchema(Connection& connection, std::span<const Migration> migrations) {
  const auto applied = Applied(connection);
  for (const Migration& migration : migrations) {
    const std::string name(migration.name);
    if (!applied.ok() || !applied->contains(name)) {
      return status::Refuse(kSchemaOutdated, {{"name", name}});
    }
    if (applied->at(name) != Checksum(migration)) {
      return status::Refuse(kMigrationChanged, {{"name", name}});
    }
  }
  return absl::OkStatus();
}

}  // namespace unioncare::db
