#include "services/identity/migrate.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include "common/app/host.h"
#include "common/base/clock.h"
#include "common/change/pipeline.h"
#include "common/crypto/es256.h"
#include "common/crypto/jwks.h"
#include "common/rpc/settings.h"
#include "services/identity/commands/found_city.h"
#include "services/identity/commands/reasons.h"
#include "services/identity/draft.h"
#include "services/identity/store/queries.h"
#include "services/identity/store/schema.h"

namespace unioncare::identity {
namespace {

namespace fs = std::filesystem;

// metadata: path
constexpr Reason kFileUnwritable{
    "FILE_UNWRITABLE", absl::StatusCode::kFailedPrecondition,
    "{path} cannot be written; correct jwks_file or the folder's permissions.",
    "无法写入{path}，请更正jwks_file或目录权限。"};

// Long enough for the first passwords, however busy the machine is.
constexpr std::chrono::minutes kHashingTime{1};

// Whoever reads it sees the old set or the new one.
absl::Status WriteJwks(const std::string& path, const crypto::Jwk& key) {
  const std::string fresh = path + ".new";
  std::ofstream file(fresh, std::ios::trunc | std::ios::binary);
  file << crypto::ToJwks({key});
  file.close();
  std::error_code error;
  if (file) fs::rename(fresh, path, error);
  if (!file || error) return Refuse(kFileUnwritable, {{"path", path}});
  return absl::OkStatus();
}

absl::StatusOr<FoundCity::Administrator> DraftAdministrator(const v1::Administrator& config,
                                                            const Vault& vault) {
  const RoleRule* rule = FindRoleRule(config.role());
  if (rule == nullptr || rule->level != OrganizationKind::kCity) return Refuse(kRoleNotGrantable);
  ASSIGN_OR_RETURN(const std::string password, rpc::ReadPassword(config.password_file()));
  const PersonalData data{.name = config.login(), .id_number = "", .mobile = ""};
  ASSIGN_OR_RETURN(AccountDraft draft,
                   DraftAccount(vault, data, config.login(), password,
                                std::chrono::steady_clock::now() + kHashingTime));
  return FoundCity::Administrator{std::move(draft), rule->role};
}

absl::Status Found(const v1::Config& config, const rpc::Settings& settings) {
  const Vault vault(settings.person_key, settings.blind_index, settings.wrapping);
  std::vector<FoundCity::Administrator> administrators;
  for (const v1::Administrator& administrator : config.first_administrators()) {
    ASSIGN_OR_RETURN(administrators.emplace_back(), DraftAdministrator(administrator, vault));
  }
  const base::SystemClock security;
  const base::OffsetClock business(security, settings.business_offset_micros);
  change::Pipeline pipeline(std::make_unique<Store>(), settings.database, security, business,
                            {.rule_version = kRuleVersion});
  return pipeline
      .Run(std::make_unique<FoundCity>(settings.city, config.city_title(),
                                       std::move(administrators)))
      .status();
}

}  // namespace

absl::Status Migrate(const v1::Config& config) {
  ASSIGN_OR_RETURN(const rpc::Settings settings, rpc::ReadSettings(config.server()));
  ASSIGN_OR_RETURN(const auto signer, crypto::Es256Signer::Load(config.signing_key_file()));
  RETURN_IF_ERROR(app::MigrateSchema(settings, kSchema));
  RETURN_IF_ERROR(WriteJwks(config.jwks_file(), signer.public_key()));
  ASSIGN_OR_RETURN(const auto connection, db::Connection::Open(settings.database));
  ASSIGN_OR_RETURN(const bool is_founded, HasAccounts(*connection));
  return is_founded ? absl::OkStatus() : Found(config, settings);
}

absl::Status Check(const v1::Config& config) {
  ASSIGN_OR_RETURN(const rpc::Settings settings, rpc::ReadSettings(config.server()));
  RETURN_IF_ERROR(crypto::Es256Signer::Load(config.signing_key_file()).status());
  return app::CheckSchema(settings, kSchema);
}

}  // namespace unioncare::identity
