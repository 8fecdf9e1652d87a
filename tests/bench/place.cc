#include "tests/bench/place.h"

#include <cstdio>
#include <cstdlib>

#include "common/change/schema.h"
#include "common/crypto/digest.h"
#include "common/testing/city.h"
#include "common/testing/mariadb.h"
#include "grpcpp/create_channel.h"
#include "services/medical/store/schema.h"
#include "unioncare/options/v1/options.pb.h"

namespace unioncare::bench {
namespace {

constexpr int kChannels = 2;

crypto::AccessClaims ClaimsOfCaller() {
  crypto::AccessClaims claims =
      testing::City::ClaimsOf(base::MakeName("accounts", 1),
                              {options::v1::ROLE_UNION_CLERK, options::v1::ROLE_CITY_APPROVER});
  claims.scope_kind = "CITY";
  return claims;
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
    : database_(testing::NewSchema({change::kSchema, medical::kSchema})),
      bearer_(city_.Bearer(ClaimsOfCaller())) {
  SeedPlanVersion();
  *config_.mutable_server() = city_.ServerOn(database_);
  config_.set_identity_jwks_file(city_.jwks_file());
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
