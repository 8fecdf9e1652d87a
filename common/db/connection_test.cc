#include "common/db/connection.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "common/status/status.h"
#include "common/testing/eventually.h"
#include "common/testing/mariadb.h"

namespace unioncare::db {
namespace {

using base::Date;
using base::Instant;

constexpr auto kValues = std::to_array<Migration>(
    {{"0001_value.sql",
      "CREATE TABLE sample (id BIGINT NOT NULL PRIMARY KEY, text_value TEXT CHARACTER SET utf8mb4 "
      "COLLATE utf8mb4_bin, bytes_value BLOB, fixed_value BINARY(16), int_value INT, "
      "uint_value INT UNSIGNED, long_value BIGINT, flag_value TINYINT, date_value DATE, "
      "instant_value DATETIME(6));\n"}});

class ConnectionTest : public ::testing::Test {
 protected:
  // Writes a value into a column of a new row and reads it back.
  template <class T>
  T RoundTrip(Literal column, const T& value) {
    Sql insert("INSERT INTO sample (id, ");
    insert << column << ") VALUES (" << ++id_ << "," << value << ")";
    const auto inserted = connection_->Execute(insert);
    EXPECT_TRUE(inserted.ok()) << inserted.status();
    Sql select("SELECT ");
    select << column << " FROM sample WHERE id=" << id_;
    auto rows = connection_->Query(select);
    EXPECT_TRUE(rows.ok() && rows->Next());
    return rows->template Get<T>(1);
  }

  template <class T>
  T Setting(Literal name) {
    Sql sql("SELECT ");
    sql << name;
    auto rows = connection_->Query(sql);
    EXPECT_TRUE(rows.ok() && rows->Next());
    return rows->template Get<T>(1);
  }

  const Address database_ = testing::NewSchema({kValues});
  std::unique_ptr<Connection> connection_ = testing::Connect(database_);
  int64_t id_ = 0;
};

TEST_F(ConnectionTest, EveryByteComesBackFromBinaryColumns) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(RoundTrip("bytes_value", Bytes{all}).value, all);
  EXPECT_EQ(RoundTrip("bytes_value", Bytes{}).value, "");
  const std::string uuid("\0\0'\\\xff\xfe\x1a\n\r\"`;--\0", 16);
  EXPECT_EQ(RoundTrip("fixed_value", Bytes{uuid}).value, uuid);
}

// Quotes, comments, escapes, LIKE signs; four-byte UTF-8; text that has quote or backslash bytes
// when read as GBK.
TEST_F(ConnectionTest, TextComesBackAsItWas) {
  std::vector<std::string> texts = {
      "",         "'",         "\\'",          "''",       "\"`;-- #/*",      "\\",   "%_",
      "\x1a\n\t", "张三 😀 𠮷", "\xc2\xbf\x27", "縗' OR 1", "\xe8\xaa\xa0\\'", "NULL", "x'41'"};
  std::string ascii;
  for (int byte = 0; byte < 128; ++byte) ascii += static_cast<char>(byte);
  texts.push_back(ascii);
  for (const std::string& text : texts) EXPECT_EQ(RoundTrip("text_value", text), text);
}

TEST_F(ConnectionTest, TextThatIsNotUtf8IsRefusedAndNeverChanged) {
  const auto result = connection_->Execute(Sql("INSERT INTO sample (id, text_value) VALUES (1, ")
                                           << std::string("\xbf\x27") << ")");
  EXPECT_EQ(status::ReasonOf(result.status()), "INTERNAL");
  EXPECT_EQ(testing::Number(database_, Sql("SELECT COUNT(*) FROM sample")), 0);
}

TEST_F(ConnectionTest, NumbersComeBack) {
  for (const int64_t value : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0},
                              std::numeric_limits<int64_t>::max()}) {
    EXPECT_EQ(RoundTrip("long_value", value), value);
    EXPECT_EQ(RoundTrip("long_value", base::Fen{value}), base::Fen{value});
  }
  for (const int32_t value : {INT32_MIN, -1, 0, INT32_MAX}) {
    EXPECT_EQ(RoundTrip("int_value", value), value);
  }
  EXPECT_EQ(RoundTrip("uint_value", UINT32_MAX), UINT32_MAX);
  EXPECT_TRUE(RoundTrip("flag_value", true));
  EXPECT_FALSE(RoundTrip("flag_value", false));
}

TEST_F(ConnectionTest, AbsentValuesComeBackAbsent) {
  EXPECT_EQ(RoundTrip("long_value", std::optional<int64_t>()), std::nullopt);
  EXPECT_EQ(RoundTrip("long_value", std::optional<int64_t>(0)), 0);
  EXPECT_EQ(RoundTrip("date_value", std::optional<Date>()), std::nullopt);
  EXPECT_EQ(RoundTrip("text_value", std::optional<std::string>("")), "");
}

TEST_F(ConnectionTest, DatesAndInstantsComeBackFrom1900To2200) {
  const uint32_t seed = std::random_device{}();
  std::printf("seed %u\n", seed);
  std::mt19937_64 random(seed);
  const int64_t first = Date::FromYmd(1900, 1, 1)->days;
  const int64_t last = Date::FromYmd(2200, 12, 31)->days;
  std::vector<int64_t> days = {first, last, -1, 0, Date::FromYmd(2024, 2, 29)->days};
  while (days.size() < 200) days.push_back(first + random() % (last - first + 1));
  for (const int64_t day : days) {
    const Date date{static_cast<int32_t>(day)};
    EXPECT_EQ(RoundTrip("date_value", date), date) << date.ToString();
    const Instant instant{day * base::kMicrosPerDay +
                          static_cast<int64_t>(random() % base::kMicrosPerDay)};
    EXPECT_EQ(RoundTrip("instant_value", instant), instant) << base::ToRfc3339(instant);
  }
}

TEST_F(ConnectionTest, TheSessionIsSetUp) {
  EXPECT_EQ(Setting<std::string>("@@tx_isolation"), "READ-COMMITTED");
  EXPECT_EQ(Setting<int64_t>("@@autocommit"), 1);
  EXPECT_EQ(Setting<int64_t>("@@innodb_lock_wait_timeout"), 2);
  EXPECT_EQ(Setting<std::string>("@@time_zone"), "+00:00");
  EXPECT_EQ(Setting<std::string>("@@character_set_client"), "utf8mb4");
  EXPECT_EQ(Setting<std::string>("@@character_set_results"), "utf8mb4");
  EXPECT_EQ(Setting<int64_t>("@@max_statement_time"), 10);
  EXPECT_NE(Setting<std::string>("@@sql_mode").find("STRICT_ALL_TABLES"), std::string::npos);
  // A session whose client has vanished must not hold the journal's head for hours.
  EXPECT_EQ(Setting<int64_t>("@@idle_transaction_timeout"), 10);
}

TEST_F(ConnectionTest, AServerThatDoesNotFlushEveryCommitIsRefused) {
  for (const int64_t setting : {0, 2}) {
    Sql set("SET GLOBAL innodb_flush_log_at_trx_commit=");
    ASSERT_TRUE(connection_->Execute(set << setting).ok());
    EXPECT_EQ(status::ReasonOf(Connection::Open(database_).status()), "DATABASE_NOT_DURABLE");
  }
  ASSERT_TRUE(connection_->Execute(Sql("SET GLOBAL innodb_flush_log_at_trx_commit=1")).ok());
  EXPECT_TRUE(Connection::Open(database_).ok());
}

TEST_F(ConnectionTest, AnUpdateCountsRowsFoundNotOnlyChanged) {
  RoundTrip("int_value", 5);
  EXPECT_EQ(*connection_->Execute(Sql("UPDATE sample SET int_value=5")), 1);
  EXPECT_EQ(*connection_->Execute(Sql("UPDATE sample SET int_value=6 WHERE id=99")), 0);
}

TEST_F(ConnectionTest, AScriptRunsInOrderUntilItsFirstError) {
  RoundTrip("int_value", 1);
  Script script;
  script.Add(Sql("UPDATE sample SET int_value=2"));
  script.Add(Sql("SELECT int_value FROM sample"));
  script.Add(Sql("UPDATE sample SET int_value=3"));
  script.Add(Sql("SELECT int_value, 'x' FROM sample"));
  auto results = connection_->Run(script);
  ASSERT_TRUE(results.ok()) << results.status();
  ASSERT_EQ(results->size(), 2u);
  for (const int64_t expected : {2, 3}) {
    db::Rows& rows = results->at(expected - 2);
    ASSERT_TRUE(rows.Next());
    EXPECT_EQ(rows.Get<int64_t>(1), expected);
  }
  Script broken;
  broken.Add(Sql("UPDATE sample SET int_value=4"));
  broken.Add(Sql("UPDATE no_such_table SET a=1"));
  broken.Add(Sql("UPDATE sample SET int_value=5"));
  EXPECT_EQ(ErrorNumberOf(connection_->Run(broken).status()), 1146);
  EXPECT_EQ(Setting<int64_t>("int_value FROM sample"), 4);  // and the session goes on
}

TEST_F(ConnectionTest, ASnapshotSeesOneStateAndWritesNothing) {
  RoundTrip("int_value", 1);
  ASSERT_TRUE(connection_->BeginSnapshot().ok());
  ASSERT_TRUE(testing::Connect(database_)->Execute(Sql("UPDATE sample SET int_value=2")).ok());
  EXPECT_EQ(Setting<int64_t>("int_value FROM sample"), 1);
  EXPECT_FALSE(connection_->Execute(Sql("UPDATE sample SET int_value=3")).ok());
  connection_->Rollback();
  EXPECT_EQ(Setting<int64_t>("int_value FROM sample"), 2);
}

TEST_F(ConnectionTest, ARollbackLeavesNothing) {
  ASSERT_TRUE(connection_->Begin().ok());
  RoundTrip("int_value", 1);
  connection_->Rollback();
  EXPECT_EQ(testing::Number(database_, Sql("SELECT COUNT(*) FROM sample")), 0);
  EXPECT_FALSE(connection_->broken());
}

class LostConnectionTest : public ConnectionTest {
 protected:
  void Kill() {
    const auto id = Setting<int64_t>("CONNECTION_ID()");
    Sql kill("KILL ");
    ASSERT_TRUE(testing::Connect(database_)->Execute(kill << id).ok());
    // KILL answers before the session has gone.
    Sql sql("SELECT COUNT(*) FROM information_schema.processlist WHERE id=");
    sql << id;
    testing::Eventually([&] { return testing::Number(database_, sql) == 0; });
  }
};

TEST_F(LostConnectionTest, BeforeCommitNothingHappened) {
  ASSERT_TRUE(connection_->Begin().ok());
  RoundTrip("int_value", 1);
  Kill();
  const absl::Status status = connection_->Execute(Sql("DO 1")).status();
  EXPECT_EQ(ActionOf(status), Action::kReconnectRetry);
  EXPECT_EQ(status::ReasonOf(status), "DATABASE_UNAVAILABLE");
  EXPECT_TRUE(connection_->broken());
  connection_->Rollback();
  EXPECT_EQ(testing::Number(database_, Sql("SELECT COUNT(*) FROM sample")), 0);
}

TEST_F(LostConnectionTest, AtCommitTheOutcomeIsUnknown) {
  ASSERT_TRUE(connection_->Begin().ok());
  RoundTrip("int_value", 1);
  Kill();
  EXPECT_EQ(ActionOf(connection_->Commit()), Action::kUnknownOutcome);
  EXPECT_TRUE(connection_->broken());
}

TEST_F(ConnectionTest, WithoutAServerItIsUnavailable) {
  Address nowhere = database_;
  nowhere.unix_socket += ".none";
  const auto connection = Connection::Open(nowhere);
  EXPECT_EQ(ActionOf(connection.status()), Action::kUnavailable);
  EXPECT_EQ(status::ReasonOf(connection.status()), "DATABASE_UNAVAILABLE");
}

TEST_F(ConnectionTest, ALockThatSomebodyHoldsIsARetry) {
  RoundTrip("int_value", 1);
  const auto holder = testing::Connect(database_);
  ASSERT_TRUE(holder->Begin().ok());
  ASSERT_TRUE(holder->Execute(Sql("UPDATE sample SET int_value=2")).ok());
  ASSERT_TRUE(connection_->Begin().ok());
  const absl::Status status = connection_->Execute(Sql("UPDATE sample SET int_value=3 ")).status();
  EXPECT_EQ(ErrorNumberOf(status), 1205);
  EXPECT_EQ(ActionOf(status), Action::kRetry);
  EXPECT_FALSE(connection_->broken());
}

TEST_F(ConnectionTest, ManyThreadsMayConnectAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> opened = 0;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] { opened += Connection::Open(database_).ok(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(opened, 16);
}

}  // namespace
}  // namespace unioncare::db
