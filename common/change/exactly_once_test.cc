#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "common/change/crash_point.h"
#include "common/change/test_bank.h"
#include "common/status/reasons.h"
#include "common/testing/eventually.h"

// Reliability A2, A3, A5, B1, B2, B8: whatever is answered has happened once, and only once.
namespace unioncare::change {
namespace {

using Answer = absl::StatusOr<std::string>;

// Lets at most so many run at once.
class Window {
 public:
  explicit Window(int size) : free_(size) {}
  void Enter() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return free_ > 0; });
    --free_;
  }
  void Leave() {
    const std::lock_guard lock(mutex_);
    ++free_;
    wake_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  int free_;
};

// What a client may be told when something breaks; it then sends the same request again.
bool MaySendAgain(const Answer& answer) {
  const std::string reason = status::ReasonOf(answer.status());
  return reason == "DATABASE_UNAVAILABLE" || reason == "CONFLICT_RETRIES_EXHAUSTED" ||
         reason == "OVERLOADED";
}

// Clients that add 1 under ever new ids, and send again what was not answered, until told to stop.
// Everything that breaks on the way must be typed.
void AddUntil(Pipeline& pipeline, const std::atomic<bool>& stop,
              std::atomic<int64_t>& acknowledged) {
  std::vector<std::thread> clients;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      for (int i = 0; !stop; ++i) {
        Answer answer = absl::UnknownError("not sent");
        while (!answer.ok()) {
          answer = pipeline.Run(Add(RequestOf(c * 1'000'000 + i), 7, 1));
          if (answer.ok()) break;
          EXPECT_TRUE(MaySendAgain(answer)) << answer.status();
          usleep(2000);
        }
        ++acknowledged;
      }
    });
  }
  for (std::thread& client : clients) client.join();
}

class ExactlyOnceTest : public BankTest {
 protected:
  void OpenAccount() { ASSERT_TRUE(NewPipeline()->Run(Open(RequestOf(-1), 7, "DEMO A")).ok()); }

  // 12 threads add 1 to one account, each with 32 requests under way; how many were acknowledged.
  int64_t AddFromTwelveThreads(Pipeline& pipeline, int each) {
    std::atomic<int64_t> acknowledged = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 12; ++t) {
      threads.emplace_back([&, t] {
        Window window(32);
        for (int i = 0; i < each; ++i) {
          window.Enter();
          EXPECT_TRUE(pipeline
                          .Submit(Add(RequestOf(t * 1'000'000 + i), 7, 1),
                                  [&](const Answer& answer) {
                                    acknowledged += answer.ok();
                                    window.Leave();
                                  })
                          .ok());
        }
        for (int i = 0; i < 32; ++i) window.Enter();
      });
    }
    for (std::thread& thread : threads) thread.join();
    return acknowledged;
  }

  // Sends `writes` requests, three in ten of them 2 to 8 times at once; how many adds there were,
  // and whether all copies of a request got the same answer.
  struct Copies {
    int64_t sent = 0;
    int64_t different = 0;
  };
  Copies SendInCopies(Pipeline& pipeline, int writes, std::mt19937_64& random) {
    std::mutex mutex;
    std::vector<std::set<std::string>> answers(writes);
    std::vector<std::pair<int, int>> requests;
    Copies copies;
    for (int i = 0; i < writes; ++i) {
      const int times = random() % 10 < 3 ? 2 + static_cast<int>(random() % 7) : 1;
      copies.sent += times;
      for (int k = 0; k < times; ++k) requests.emplace_back(i, k);
    }
    std::atomic<size_t> next = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        Window window(64);
        for (size_t at; (at = next++) < requests.size();) {
          const int i = requests[at].first;
          window.Enter();
          EXPECT_TRUE(pipeline
                          .Submit(Add(RequestOf(i), 7, 1),
                                  [&, i](const Answer& answer) {
                                    EXPECT_TRUE(answer.ok()) << answer.status();
                                    {
                                      const std::lock_guard lock(mutex);
                                      answers[i].insert(answer.value_or("refused"));
                                    }
                                    window.Leave();
                                  })
                          .ok());
        }
        for (int i = 0; i < 64; ++i) window.Enter();
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const auto& seen : answers) copies.different += seen.size() != 1;
    return copies;
  }
};

TEST_F(ExactlyOnceTest, NoUpdateOfAHotRowIsLost) {
  OpenAccount();
  const auto pipeline = NewPipeline();
  const auto start = std::chrono::steady_clock::now();
  const int64_t acknowledged = AddFromTwelveThreads(*pipeline, 1750);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%lld acknowledged in %lld batches, %.0f/s\n", static_cast<long long>(acknowledged),
              static_cast<long long>(pipeline->counters().batches), acknowledged / took.count());
  EXPECT_GE(acknowledged, 20'000);
  EXPECT_EQ(Balance(7), acknowledged);
  EXPECT_EQ(Entries(), acknowledged + 1);
  ExpectCleanJournal();
}

// The negative control: read, compute, update under the default isolation, as anybody would.
TEST_F(ExactlyOnceTest, WithoutThePipelineUpdatesAreLost) {
  OpenAccount();
  std::atomic<int64_t> acknowledged = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      const auto connection = testing::Connect(database_);
      for (int i = 0; i < 200; ++i) {
        ASSERT_TRUE(
            connection->Execute(db::Sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")).ok());
        ASSERT_TRUE(connection->Begin().ok());
        int64_t balance = 0;
        {
          auto rows = connection->Query(db::Sql("SELECT balance FROM account WHERE id=7"));
          ASSERT_TRUE(rows.ok() && rows->Next());
          balance = rows->Get<int64_t>(1);
        }
        db::Sql update("UPDATE account SET balance=");
        update << balance + 1 << " WHERE id=7";
        if (connection->Execute(update).ok() && connection->Commit().ok()) {
          ++acknowledged;
        } else {
          connection->Rollback();
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::printf("lost %lld of %lld\n", static_cast<long long>(acknowledged - Balance(7)),
              static_cast<long long>(acknowledged));
  EXPECT_LT(Balance(7), acknowledged);
}

TEST_F(ExactlyOnceTest, CopiesOfARequestHaveOneEffectAndOneAnswer) {
  const uint32_t seed = std::random_device{}();
  std::printf("seed %u\n", seed);
  std::mt19937_64 random(seed);
  OpenAccount();
  {
    const auto pipeline = NewPipeline();
    const Copies copies = SendInCopies(*pipeline, 5000, random);
    EXPECT_EQ(copies.different, 0);
    EXPECT_EQ(Balance(7), 5000);
    EXPECT_EQ(Entries(), 5001);
    ExpectCleanJournal();
  }
  // The negative control: with the defence off, copies count.
  const auto careless = NewPipeline({.idempotent = false});
  const Copies copies = SendInCopies(*careless, 500, random);
  EXPECT_EQ(Balance(7) - 5000, copies.sent);
  EXPECT_GT(copies.sent, 500);
  EXPECT_GT(copies.different, 0);
}

TEST_F(ExactlyOnceTest, KilledSessionsLoseNothingAndDoNothingTwice) {
  OpenAccount();
  const auto pipeline = NewPipeline();
  std::atomic<bool> stop = false;
  std::thread killer([&] {
    const auto connection = testing::Connect(testing::SharedMariadb().Address());
    std::mt19937_64 random(std::random_device{}());
    for (int kills = 0; kills < 60;) {
      db::Sql find("SELECT id FROM information_schema.processlist WHERE db=");
      find << database_.schema;
      std::vector<int64_t> sessions;
      {
        auto rows = connection->Query(find);
        ASSERT_TRUE(rows.ok());
        while (rows->Next()) sessions.push_back(rows->Get<int64_t>(1));
      }
      for (const int64_t session : sessions) {
        db::Sql kill("KILL ");
        kills += connection->Execute(kill << session).ok();
      }
      usleep(static_cast<useconds_t>(random() % 20'000));
    }
    stop = true;
  });
  std::atomic<int64_t> acknowledged = 0;
  AddUntil(*pipeline, stop, acknowledged);
  killer.join();
  std::printf("%lld acknowledged, %lld retries\n", static_cast<long long>(acknowledged),
              static_cast<long long>(pipeline->counters().retries));
  EXPECT_GT(pipeline->counters().retries, 0);
  EXPECT_EQ(Balance(7), acknowledged);
  EXPECT_EQ(Entries(), acknowledged + 1);
  ExpectCleanJournal();
}

TEST(DatabaseCrashTest, KilledUnderLoadItLosesNothingAndNothingIsDoneTwice) {
  testing::Mariadb mariadb;
  const db::Address database = mariadb.NewSchema({kSchema, kBankSchema});
  const base::SystemClock clock;
  Pipeline pipeline(std::make_unique<Bank>(), database, clock, clock, {});
  ASSERT_TRUE(pipeline.Run(Open(RequestOf(-1), 7, "DEMO A")).ok());
  std::atomic<bool> stop = false;
  std::atomic<int64_t> acknowledged = 0;
  std::thread clients([&] { AddUntil(pipeline, stop, acknowledged); });
  for (int round = 0; round < 5; ++round) {
    const int64_t before = acknowledged;
    testing::Eventually([&] { return acknowledged >= before + 300; });
    mariadb.Kill();
    const auto start = std::chrono::steady_clock::now();
    mariadb.Start();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  }
  stop = true;
  clients.join();
  const auto count = [&](db::Literal sql) { return testing::Number(database, db::Sql(sql)); };
  EXPECT_EQ(count("SELECT balance FROM account"), acknowledged);
  EXPECT_EQ(count("SELECT COUNT(*) FROM journal_entry"), acknowledged + 1);
  EXPECT_EQ(VerifyAll(database).findings_size(), 0);
  std::printf("%lld acknowledged\n", static_cast<long long>(acknowledged));
}

// --- A5: this binary again, as a service that dies at an armed point

constexpr char kChildDatabase[] = "UNIONCARE_TEST_CHILD";  // socket,schema,idempotent
constexpr int kChildCommands = 5;

// The service: adds under fixed ids, all at once, and says on stdout what was acknowledged.
TEST(CrashChild, RunsOnlyAsAChild) {
  const char* where = std::getenv(kChildDatabase);
  if (where == nullptr) return;
  const std::string text = where;
  const size_t comma = text.find(',');
  db::Address database = {.unix_socket = text.substr(0, comma), .user = "root"};
  database.schema = text.substr(comma + 1, text.rfind(',') - comma - 1);
  const base::SystemClock clock;
  Pipeline pipeline(std::make_unique<Bank>(), database, clock, clock,
                    {.idempotent = text.ends_with("1")});
  for (int i = 0; i < kChildCommands; ++i) {
    ASSERT_TRUE(pipeline
                    .Submit(Transfer(RequestOf(i), 7, 1),
                            [i](const Answer& answer) {
                              if (answer.ok()) dprintf(3, "%d\n", i);
                            })
                    .ok());
  }
}

class CrashTest : public BankTest {
 protected:
  struct Run {
    bool crashed = false;
    std::set<int> acknowledged;
  };

  Run RunChild(std::string_view armed, bool idempotent) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 3);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    const std::string where = std::string(kChildDatabase) + "=" + database_.unix_socket + "," +
                              database_.schema + "," + (idempotent ? "1" : "0");
    const std::string crash = "UNIONCARE_CRASH_AT=" + std::string(armed);
    const std::string path = std::string("PATH=") + std::getenv("PATH");
    std::vector<std::string> words = {"child", "--gtest_filter=CrashChild.*"};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    char* environment[] = {const_cast<char*>(where.c_str()), const_cast<char*>(crash.c_str()),
                           const_cast<char*>(path.c_str()), nullptr};
    pid_t pid = 0;
    EXPECT_EQ(posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, arguments.data(), environment),
              0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    Run run;
    FILE* said = fdopen(ends[0], "r");
    for (int number = 0; std::fscanf(said, "%d", &number) == 1;) run.acknowledged.insert(number);
    std::fclose(said);
    int result = 0;
    waitpid(pid, &result, 0);
    run.crashed = WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL;
    EXPECT_TRUE(run.crashed || (WIFEXITED(result) && WEXITSTATUS(result) == 0)) << result;
    return run;
  }

  // A service that dies at the point, and the client's retry at its successor; how many effects
  // there were.
  int64_t EffectsAfterACrashAt(std::string_view point, bool idempotent) {
    const int64_t before = Balance(7);
    const Run first = RunChild(point, idempotent);
    EXPECT_TRUE(first.crashed) << point << " was never reached";
    const Run second = RunChild("", idempotent);
    EXPECT_FALSE(second.crashed);
    EXPECT_EQ(second.acknowledged.size(), kChildCommands);
    return Balance(7) - before;
  }
};

TEST_F(CrashTest, AtEveryPointTheRetryHasExactlyOneEffect) {
  ASSERT_TRUE(NewPipeline()->Run(Open(RequestOf(-1), 7, "DEMO A")).ok());
  for (const std::string_view point : kCrashPoints) {
    EXPECT_EQ(EffectsAfterACrashAt(point, /*idempotent=*/true), kChildCommands) << point;
    EXPECT_EQ(Count(db::Sql("SELECT COUNT(*) FROM transfer")), Balance(7)) << point;
    EXPECT_EQ(Entries(), Balance(7) + 1) << point;
    ExpectCleanJournal();
    // The next point's requests are new ones.
    const auto connection = testing::Connect(database_);
    ASSERT_TRUE(connection->Execute(db::Sql("DELETE FROM request")).ok());
  }
}

// The negative control.
TEST_F(CrashTest, WithoutIdempotencySomePointDoesThingsTwice) {
  ASSERT_TRUE(NewPipeline()->Run(Open(RequestOf(-1), 7, "DEMO A")).ok());
  EXPECT_GT(EffectsAfterACrashAt("after_commit", /*idempotent=*/false), kChildCommands);
  EXPECT_GT(EffectsAfterACrashAt("before_reply", /*idempotent=*/false), kChildCommands);
}

}  // namespace
}  // namespace unioncare::change
