#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/db/connection.h"
#include "common/db/row.h"
#include "common/testing/city.h"
#include "services/medical/server.h"
#include "services/medical/store/rows.h"
#include "unioncare/medical/v1/config.pb.h"
#include "unioncare/medical/v1/medical_service.grpc.pb.h"

// Where a benchmark runs: a schema of the private MariaDB, keys, a caller's token, one plan
// version, and employers. Rows are seeded by SQL, as an earlier system would have left them; the
// journal knows them from their first change on.
namespace unioncare::bench {

inline constexpr char kCounty[] = "330203";

// Ends the process with the reason when something that must work did not.
void Must(const absl::Status& status);
template <class Value>
Value Must(absl::StatusOr<Value> value) {
  Must(value.status());
  return *std::move(value);
}

class Place {
 public:
  Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  const medical::v1::Config& config() const { return config_; }
  const db::Address& database() const { return database_; }
  const std::string& bearer() const { return bearer_; }  // value of the `authorization` header
  const medical::store::PlanVersionRow& plan_version() const { return plan_version_; }

 private:
  void SeedPlanVersion();

  const testing::City city_;
  const db::Address database_;
  const std::string bearer_;
  medical::v1::Config config_;
  medical::store::PlanVersionRow plan_version_;
};

// What identity would say of a base union, from memory.
medical::Employer EmployerOf(int64_t organization);
std::unique_ptr<medical::Organizations> OrganizationsFromMemory();

// Several channels to one server, so that no single HTTP/2 connection is the limit.
class Stubs {
 public:
  using Stub = medical::v1::MedicalService::Stub;
  explicit Stubs(int port);
  decltype(std::declval<Stub>().async()) Next();

 private:
  std::vector<std::unique_ptr<Stub>> stubs_;
  std::atomic<size_t> next_ = 0;
};

// A request id nobody has used; thread-safe and cheap.
base::Uuid NextRequestId();

// Makes rows 1 to count of `row_of(i)`, a thousand a statement.
template <class RowOf>
void Seed(db::Connection& connection, int64_t count, RowOf row_of) {
  using Row = decltype(row_of(int64_t{1}));
  for (int64_t i = 1; i <= count;) {
    db::Sql sql("INSERT INTO ");
    sql << Row::kTable << " (";
    db::AppendColumnNames<Row>(sql);
    sql << ",version,effect_sequence,effect_index) VALUES ";
    for (int n = 0; n < 1000 && i <= count; ++n, ++i) {
      n == 0 ? sql << "(" : sql << ",(";
      db::AppendValues(sql, row_of(i));
      sql << ",1,0,0)";
    }
    Must(connection.Execute(sql).status());
  }
}

// One employer for each organization 1 to count.
void SeedEmployers(const db::Address& database, int64_t count);
// `count` persons, each with an enrolment, a settlement and a claim under review, as the rules
// decide them; the claims have the ids 1 to count and move one pool and one figure.
void SeedClaims(const Place& place, int64_t count);

}  // namespace unioncare::bench
