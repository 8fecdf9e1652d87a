#include "common/change/job.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>

#include "common/change/test_bank.h"
#include "common/testing/eventually.h"
#include "common/testing/fake_clock.h"

namespace unioncare::change {
namespace {

constexpr int kAccounts = 25;
constexpr int kChunk = 4;

// Adds 1 to every account, some accounts a chunk; the position is the last account that was done.
std::unique_ptr<AnyCommand> PayChunk(const JobRow& job) {
  auto act = std::make_unique<Act>(ChunkRequest(job), 0, [job](Bank& bank, const Moment&) {
    JobRow now = *bank.jobs.Find(job.id);
    for (int i = 0; i < kChunk && now.position < kAccounts; ++i) {
      AccountRow account = *bank.accounts.Find(++now.position);
      ++account.balance.value;
      bank.accounts.Save(account, "PAID");
    }
    if (now.position == kAccounts) now.state = "DONE";
    bank.jobs.Save(now, "MOVED");
    return absl::StatusOr<Number>(NumberOf(now.position));
  });
  act->alone = true;
  act->needs.push_back([job](Bank& bank) {
    bank.jobs.Want(job.id);
    for (int64_t i = 1; i <= kChunk && job.position + i <= kAccounts; ++i) {
      bank.accounts.Want(job.position + i);
    }
  });
  return act;
}

class JobTest : public BankTest {
 protected:
  void SetUp() override {
    for (int64_t i = 1; i <= kAccounts; ++i) {
      ASSERT_TRUE(pipeline_->Run(Open(RequestOf(i), i, std::to_string(i))).ok());
    }
  }

  // A command that starts a job.
  void Start(int64_t id, const std::string& kind, base::Instant due = {}) {
    auto act = std::make_unique<Act>(RequestOf(1000 + id), 0, [=](Bank& bank, const Moment&) {
      bank.jobs.Save({id, kind, 0, 0, due, "DUE"}, "STARTED");
      return absl::StatusOr<Number>(NumberOf(0));
    });
    act->needs.push_back([id](Bank& bank) { bank.jobs.Want(id); });
    ASSERT_TRUE(pipeline_->Run(std::move(act)).ok());
  }

  JobRunner::Maker Pay() {
    return [this](db::Connection&, const JobRow& job) {
      ++chunks_;
      return absl::StatusOr<std::unique_ptr<AnyCommand>>(PayChunk(job));
    };
  }

  bool IsDone(int64_t id) {
    db::Sql sql("SELECT COUNT(*) FROM job WHERE state='DONE' AND id=");
    return Count(sql << id) == 1;
  }
  bool EndsDone(int64_t id) {
    testing::Eventually([&] { return IsDone(id); });
    return IsDone(id);
  }
  void ExpectEachAccountHas(int64_t balance) {
    EXPECT_EQ(Count(db::Sql("SELECT MIN(balance) FROM account")), balance);
    EXPECT_EQ(Count(db::Sql("SELECT MAX(balance) FROM account")), balance);
  }

  std::unique_ptr<Pipeline> pipeline_ = NewPipeline();
  std::atomic<int> chunks_ = 0;
};

TEST_F(JobTest, AJobRunsToItsEndInChunks) {
  JobRunner runner(*pipeline_, database_, clock_, {{"pay", Pay()}});
  Start(1, "pay");
  runner.Wake();
  EXPECT_TRUE(EndsDone(1));
  EXPECT_EQ(chunks_, (kAccounts + kChunk - 1) / kChunk);
  ExpectEachAccountHas(1);
  ExpectCleanJournal();
}

TEST_F(JobTest, ChunkIdsDeriveFromJobAndPosition) {
  JobRow job{.id = 1, .kind = "pay", .position = 4};
  const Request request = ChunkRequest(job);
  EXPECT_EQ(ChunkRequest(job).id, request.id);
  EXPECT_EQ(request.origin, journal::v1::ORIGIN_CHUNK);
  EXPECT_EQ(request.caller.reach, Reach::kSystem);
  job.position = 5;
  EXPECT_NE(ChunkRequest(job).id, request.id);
  job = {.id = 2, .kind = "pay", .position = 4};
  EXPECT_NE(ChunkRequest(job).id, request.id);
}

// Whoever dies in the middle leaves a position; and a chunk that was done but not seen to be done
// is replayed.
TEST_F(JobTest, AJobGoesOnWhereADeadRunnerLeftIt) {
  Start(1, "pay");
  const JobRow start{.id = 1, .kind = "pay"};
  ASSERT_TRUE(pipeline_->Run(PayChunk(start)).ok());
  ASSERT_TRUE(pipeline_->Run(PayChunk(start)).ok());
  EXPECT_EQ(Count(db::Sql("SELECT SUM(balance) FROM account")), kChunk);
  JobRunner runner(*pipeline_, database_, clock_, {{"pay", Pay()}});
  EXPECT_TRUE(EndsDone(1));
  ExpectEachAccountHas(1);
}

TEST_F(JobTest, RunnersOfSeveralReplicasDoNothingTwice) {
  const auto other = NewPipeline();
  for (int64_t id = 1; id <= 5; ++id) Start(id, "pay");
  {
    JobRunner one(*pipeline_, database_, clock_, {{"pay", Pay()}});
    JobRunner two(*other, database_, clock_, {{"pay", Pay()}});
    for (int64_t id = 1; id <= 5; ++id) EXPECT_TRUE(EndsDone(id));
  }
  ExpectEachAccountHas(5);
  ExpectCleanJournal();
}

// More of them than the runner looks at in one go.
TEST_F(JobTest, JobsThatFailDoNotHoldUpTheOthers) {
  for (int64_t id = 1; id <= 20; ++id) Start(id, id % 2 == 0 ? "broken" : "unknown");
  Start(30, "pay");
  JobRunner runner(*pipeline_, database_, clock_,
                   {{"pay", Pay()}, {"broken", [](db::Connection&, const JobRow&) {
                                       return absl::StatusOr<std::unique_ptr<AnyCommand>>(
                                           absl::InternalError("broken"));
                                     }}});
  EXPECT_TRUE(EndsDone(30));
}

TEST_F(JobTest, AJobWaitsUntilItIsDue) {
  testing::FakeClock clock(base::AddMicros(clock_.Now(), 0));
  JobRunner runner(*pipeline_, database_, clock, {{"pay", Pay()}});
  Start(1, "pay", base::AddMicros(clock.Now(), base::kMicrosPerDay));
  Start(2, "pay");
  runner.Wake();
  EXPECT_TRUE(EndsDone(2));
  EXPECT_FALSE(IsDone(1));
  clock.Advance(base::kMicrosPerDay);
  runner.Wake();
  EXPECT_TRUE(EndsDone(1));
}

// The cause of a refusal may go away: the chunk is decided anew, under the same id.
TEST_F(JobTest, AChunkThatWasRefusedIsTriedAgain) {
  std::atomic<bool> may = false;
  const auto maker = [&](db::Connection&, const JobRow& job) {
    auto act = std::make_unique<Act>(ChunkRequest(job), 0,
                                     [&, job](Bank& bank, const Moment&) -> absl::StatusOr<Number> {
                                       if (!may) return status::Refuse(kOverdrawn);
                                       JobRow now = *bank.jobs.Find(job.id);
                                       now.state = "DONE";
                                       bank.jobs.Save(now, "MOVED");
                                       return NumberOf(0);
                                     });
    act->needs.push_back([job](Bank& bank) { bank.jobs.Want(job.id); });
    ++chunks_;
    return absl::StatusOr<std::unique_ptr<AnyCommand>>(std::move(act));
  };
  Start(1, "moody");
  JobRunner runner(*pipeline_, database_, clock_, {{"moody", maker}});
  testing::Eventually([&] { return chunks_ != 0; });
  EXPECT_FALSE(IsDone(1));
  may = true;
  runner.Wake();
  EXPECT_TRUE(EndsDone(1));
}

// A lost connection is a pause, not an end.
TEST_F(JobTest, AKilledSessionIsReplaced) {
  JobRunner runner(*pipeline_, database_, clock_, {{"pay", Pay()}});
  Start(1, "pay");
  runner.Wake();
  EXPECT_TRUE(EndsDone(1));
  const auto connection = testing::Connect(testing::SharedMariadb().Address());
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
    EXPECT_TRUE(connection->Execute(kill << session).ok());
  }
  Start(2, "pay");
  runner.Wake();
  EXPECT_TRUE(EndsDone(2));
  ExpectEachAccountHas(2);
}

}  // namespace
}  // namespace unioncare::change
