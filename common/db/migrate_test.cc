#include "common/db/migrate.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "common/status/status.h"
#include "common/testing/mariadb.h"

namespace unioncare::db {
namespace {

constexpr Migration kFirst{"0001_a.sql", "CREATE TABLE a (id INT);\nINSERT INTO a VALUES (1);\n"};
constexpr Migration kFirstChanged{"0001_a.sql", "CREATE TABLE a (id BIGINT);\n"};
constexpr Migration kSecond{"0002_b.sql", "-- Adds one.\nINSERT INTO a VALUES (2);"};
constexpr Migration kBroken{"0003_c.sql", "INSERT INTO nothing VALUES (1);\n"};

class MigrateTest : public ::testing::Test {
 protected:
  absl::Status Apply(std::initializer_list<Migration> migrations) {
    return Migrate(*connection_, std::vector(migrations));
  }
  absl::Status Check(std::initializer_list<Migration> migrations) {
    return CheckSchema(*connection_, std::vector(migrations));
  }
  int64_t Rows() { return testing::Number(database_, Sql("SELECT COUNT(*) FROM a")); }

  const Address database_ = testing::NewSchema({});
  std::unique_ptr<Connection> connection_ = testing::Connect(database_);
};

TEST_F(MigrateTest, EachFileIsAppliedOnce) {
  EXPECT_TRUE(Apply({kFirst}).ok());
  EXPECT_TRUE(Apply({kFirst}).ok());
  EXPECT_EQ(Rows(), 1);
  EXPECT_TRUE(Apply({kFirst, kSecond}).ok());
  EXPECT_TRUE(Apply({kFirst, kSecond}).ok());
  EXPECT_EQ(Rows(), 2) << "a last statement without a newline counts too";
}

TEST_F(MigrateTest, AnAppliedFileMayNotChange) {
  ASSERT_TRUE(Apply({kFirst}).ok());
  EXPECT_EQ(status::ReasonOf(Apply({kFirstChanged})), "MIGRATION_CHANGED");
  EXPECT_EQ(status::ReasonOf(Check({kFirstChanged})), "MIGRATION_CHANGED");
}

TEST_F(MigrateTest, AFileThatFailsIsNotRecorded) {
  EXPECT_FALSE(Apply({kBroken}).ok());
  EXPECT_EQ(status::ReasonOf(Check({kBroken})), "SCHEMA_OUTDATED");
}

TEST_F(MigrateTest, AServiceSeesWhatIsMissing) {
  EXPECT_EQ(status::ReasonOf(Check({kFirst})), "SCHEMA_OUTDATED");
  ASSERT_TRUE(Apply({kFirst}).ok());
  EXPECT_TRUE(Check({kFirst}).ok());
  EXPECT_EQ(status::ReasonOf(Check({kFirst, kSecond})), "SCHEMA_OUTDATED");
}

TEST_F(MigrateTest, TwoProcessesAtOnceApplyOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> succeeded = 0;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto connection = testing::Connect(database_);
      succeeded += Migrate(*connection, std::vector{kFirst, kSecond}).ok();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(succeeded, 6);
  EXPECT_EQ(Rows(), 2);
}

}  // namespace
}  // namespace unioncare::db
