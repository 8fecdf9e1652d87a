#include "tests/bench/place.h"

#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "common/app/host.h"
#include "common/change/schema.h"
#include "common/crypto/digest.h"
#include "common/crypto/es256.h"
#include "common/crypto/jwks.h"
#include "common/crypto/keys.h"
#include "common/crypto/token.h"
#include "common/testing/mariadb.h"
#include "grpcpp/create_channel.h"
#include "services/medical/store/schema.h"
#include "unioncare/options/v1/options.pb.h"

namespace unioncare::bench {
namespace {

constexpr char kCity[] = "330200";
constexpr int kChannels = 2;

void Write(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::trunc) << content;
  chmod(path.c_str(), 0600);
}

std::filesystem::path NewDirectory() {
  std::string pattern = std::filesystem::temp_directory_path() / "unioncare-bench.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) Must(absl::InternalError("mkdtemp"));
  return pattern;
}

crypto::AccessClaims ClaimsOfCaller() {
  const auto now = std::time(nullptr);
  return {.issuer = app::AccessTokenRules(kCity).issuer,
          .audience = app::AccessTokenRules(kCity).audience,
          .city = kCity,
          .subject = base::MakeName("accounts", 1),
          .roles = {options::v1::ROLE_UNION_CLERK, options::v1::ROLE_CITY_APPROVER},
          .scope_kind = "CITY",
          .issued_at = now,
          .not_before = now,
          .expires_at = now + 86400,
          .token_id = "bench"};
}

class FromMemory : public medical::Organizations {
 public:
  absl::StatusOr<medical::Employer> Find(const std::string& name, const std::string&,
                                         std::chrono::system_clock::time_point) override {
    return EmployerOf(base::ParseName(name, "organizations").value_or(0));
  }
};

}  // namespace

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "bench: %s\n", status.ToString().c_str());
  std::exit(2);
}

Place::Place()
    : files_(NewDirectory()), database_(testing::NewSchema({change::kSchema, medical::kSchema})) {
  MakeFiles();
  SeedPlanVersion();
  options::v1::ServerConfig& server = *config_.mutable_server();
  server.set_listen_address("127.0.0.1:0");
  server.mutable_database()->set_unix_socket(database_.unix_socket);
  server.mutable_database()->set_user(database_.user);
  server.mutable_database()->set_schema(database_.schema);
  server.set_environment("TEST");
  server.set_city(kCity);
  server.set_key_directory(files_);
  config_.set_identity_jwks_file(files_ / "jwks.json");
}

Place::~Place() { std::filesystem::remove_all(files_); }

void Place::MakeFiles() {
  for (const char* name : {"person_key", "blind_index", "wrapping", "page_token"}) {
    Write(files_ / name, crypto::GenerateKeyLine("bench-1") + "\n");
  }
  Write(files_ / "signing.pem", crypto::GenerateSigningKeyPem());
  const crypto::Es256Signer signer = Must(crypto::Es256Signer::Load(files_ / "signing.pem"));
  Write(files_ / "jwks.json", crypto::ToJwks({signer.public_key()}));
  bearer_ = "Bearer " + crypto::SignToken(signer, ClaimsOfCaller());
}

void Place::SeedPlanVersion() {
  plan_version_.plan_id = 1;
  plan_version_.number = 1;
  plan_version_.key = base::EncodeId(plan_version_.plan_id) + "-1";
  plan_version_.term_start = *base::Date::FromYmd(2024, 1, 1);
  plan_version_.fee = base::Fen{120'00};
  plan_version_.second_person_above = base::Fen{1'000'000'00};
  plan_version_.threshold = base::Fen{20'000'00};
  plan_version_.rate_to_threshold_bp = 3000;
  plan_version_.rate_above_threshold_bp = 5000;
  plan_version_.document_number = "DEMO 2024-1";
  plan_version_.author = base::MakeName("accounts", 1);
  plan_version_.created_at = base::Instant{1'700'000'000'000'000};
  const auto connection = testing::Connect(database_);
  Seed(*connection, 1, [this](int64_t) { return plan_version_; });
}

medical::Employer EmployerOf(int64_t organization) {
  return {organization, kCounty, "DEMO 公司 " + std::to_string(organization), "91339901MA0000001X"};
}

std::unique_ptr<medical::Organizations> OrganizationsFromMemory() {
  return std::make_unique<FromMemory>();
}

Stubs::Stubs(int port) {
  for (int i = 0; i < kChannels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    arguments.SetInt(GRPC_ARG_MINIMAL_STACK, 1);
    stubs_.push_back(medical::v1::MedicalService::NewStub(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials(), arguments)));
  }
}

decltype(std::declval<Stubs::Stub>().async()) Stubs::Next() {
  return stubs_[next_.fetch_add(1, std::memory_order_relaxed) % stubs_.size()]->async();
}

base::Uuid NextRequestId() {
  static std::atomic<uint64_t> made = 0;
  const uint64_t number = made.fetch_add(1);
  base::Uuid id{};
  // Scattered like the random ids of clients, so that the index is as costly as theirs.
  const auto scattered = crypto::Sha256(std::to_string(number));
  std::copy_n(scattered.begin(), id.size(), id.begin());
  return id;
}

void SeedEmployers(const db::Address& database, int64_t count) {
  const auto connection = testing::Connect(database);
  Seed(*connection, count, [](int64_t i) {
    const medical::Employer known = EmployerOf(i);
    medical::store::EmployerRow row;
    row.organization = known.organization;
    row.county = known.county;
    row.title = known.title;
    row.credit_code = known.credit_code;
    return row;
  });
}

}  // namespace unioncare::bench
