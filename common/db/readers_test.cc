#include "common/db/readers.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <future>

#include "common/status/status.h"
#include "common/testing/eventually.h"
#include "common/testing/mariadb.h"

namespace unioncare::db {
namespace {

absl::StatusOr<int64_t> SessionOf(absl::StatusOr<Connection*> connection) {
  if (!connection.ok()) return connection.status();
  ASSIGN_OR_RETURN(Rows rows, (*connection)->Query(Sql("SELECT CONNECTION_ID()")));
  if (!rows.Next()) return absl::NotFoundError("");
  return rows.Get<int64_t>(1);
}

absl::StatusOr<int64_t> ReadSession(Readers& readers) {
  std::promise<absl::StatusOr<int64_t>> answer;
  const absl::Status queued = readers.Run(
      [&](absl::StatusOr<Connection*> connection) { answer.set_value(SessionOf(connection)); });
  if (!queued.ok()) return queued;
  return answer.get_future().get();
}

TEST(ReadersTest, ATaskGetsAConnection) {
  Readers readers(testing::NewSchema({}), 2, 10);
  for (int i = 0; i < 20; ++i) EXPECT_GT(ReadSession(readers).value(), 0);
}

TEST(ReadersTest, AFullQueueRefusesAtOnceAndTheRestIsRunBeforeTheEnd) {
  std::atomic<int> ran = 0;
  {
    std::promise<void> started;
    std::promise<void> go;
    Readers readers(testing::NewSchema({}), 1, 3);
    ASSERT_TRUE(readers
                    .Run([&](absl::StatusOr<Connection*>) {
                      started.set_value();
                      go.get_future().wait();
                      ++ran;
                    })
                    .ok());
    started.get_future().wait();
    const auto count = [&](absl::StatusOr<Connection*>) { ++ran; };
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(readers.Run(count).ok());
    EXPECT_EQ(status::ReasonOf(readers.Run(count)), "OVERLOADED");
    EXPECT_EQ(ran, 0);
    go.set_value();
  }
  EXPECT_EQ(ran, 4);
}

TEST(ReadersTest, WithoutADatabaseTheTaskLearnsWhy) {
  Address nowhere = testing::NewSchema({});
  nowhere.unix_socket += ".none";
  Readers readers(nowhere, 1, 10);
  EXPECT_EQ(status::ReasonOf(ReadSession(readers).status()), "DATABASE_UNAVAILABLE");
}

// A server that restarted, or closed a session that slept: callers do not notice.
TEST(ReadersTest, ASessionThatEndedWhileItSleptIsReplaced) {
  const Address database = testing::NewSchema({});
  Readers readers(database, 1, 10);
  const int64_t session = ReadSession(readers).value();
  Sql kill("KILL ");
  ASSERT_TRUE(testing::Connect(database)->Execute(kill << session).ok());
  Sql alive("SELECT COUNT(*) FROM information_schema.processlist WHERE id=");
  alive << session;
  testing::Eventually([&] { return testing::Number(database, alive) == 0; });
  usleep(100'000);  // long enough to be asked whether it lives
  const auto again = ReadSession(readers);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_NE(*again, session);
}

}  // namespace
}  // namespace unioncare::db
