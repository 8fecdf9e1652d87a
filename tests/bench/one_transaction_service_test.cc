#include "tests/bench/one_transaction_service.h"

#include <gtest/gtest.h>

#include <atomic>

#include "common/testing/mariadb.h"
#include "tests/bench/load.h"
#include "tests/bench/requests.h"

namespace unioncare::bench {
namespace {

constexpr int64_t kClaims = 400;
constexpr int kInFlight = 16;

// Approves every claim; says by how many fen the pool is short of the acknowledged approvals.
int64_t LostFen(OneTransactionService::Options options) {
  const Place place;
  SeedClaims(place, kClaims);
  const OneTransactionService service(place, options);
  Stubs stubs(service.port());
  std::atomic<int64_t> next = 0;
  const Outcome outcome =
      RunInFlight(kInFlight, std::chrono::seconds(60), ApproveEach(stubs, place, next, kClaims));
  EXPECT_EQ(outcome.acknowledged, kClaims);
  const int64_t approved =
      testing::Number(place.database(), db::Sql("SELECT SUM(amount) FROM claim WHERE state=1"));
  return approved - testing::Number(place.database(), db::Sql("SELECT awarded FROM pool"));
}

TEST(OneTransactionServiceTest, LockingThePoolLosesNoUpdate) { EXPECT_EQ(LostFen({}), 0); }

TEST(OneTransactionServiceTest, PlainRepeatableReadLosesUpdates) {
  EXPECT_GT(LostFen({.plain_repeatable_read = true}), 0);
}

}  // namespace
}  // namespace unioncare::bench
