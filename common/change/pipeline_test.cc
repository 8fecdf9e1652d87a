#include "common/change/pipeline.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "common/change/test_bank.h"
#include "common/status/reasons.h"
#include "common/testing/eventually.h"

namespace unioncare::change {
namespace {

using Answer = absl::StatusOr<std::string>;

class PipelineTest : public BankTest {
 protected:
  // A command that holds the pipeline until the returned promise is fulfilled.
  std::promise<void> Hold() {
    std::promise<void> go;
    auto going = std::make_shared<std::future<void>>(go.get_future());
    auto started = std::make_shared<std::promise<void>>();
    auto begun = started->get_future();
    Submit(std::make_unique<Act>(RequestOf(--held_), 0, [=](Bank&, const Moment&) {
      started->set_value();
      going->wait();
      return absl::StatusOr<Number>(NumberOf(0));
    }));
    begun.wait();
    return go;
  }

  std::future<Answer> Submit(std::unique_ptr<AnyCommand> command) {
    auto answer = std::make_shared<std::promise<Answer>>();
    const absl::Status status = pipeline_->Submit(
        std::move(command), [answer](Answer reply) { answer->set_value(std::move(reply)); });
    if (!status.ok()) answer->set_value(status);
    return answer->get_future();
  }

  // Runs the commands as one batch.
  template <class... Commands>
  std::vector<Answer> Batch(Commands... commands) {
    std::promise<void> go = Hold();
    std::vector<std::future<Answer>> futures;
    (futures.push_back(Submit(std::move(commands))), ...);
    const int64_t before = pipeline_->counters().batches;
    go.set_value();
    std::vector<Answer> answers;
    for (auto& future : futures) answers.push_back(future.get());
    batches_ = pipeline_->counters().batches - before - 1;
    return answers;
  }

  Answer Run(std::unique_ptr<AnyCommand> command) { return pipeline_->Run(std::move(command)); }
  void Must(std::unique_ptr<AnyCommand> command) {
    const Answer answer = Run(std::move(command));
    EXPECT_TRUE(answer.ok()) << answer.status();
  }
  std::string ReasonOf(const Answer& answer) { return status::ReasonOf(answer.status()); }
  int64_t Requests() { return Count(db::Sql("SELECT COUNT(*) FROM request")); }

  std::unique_ptr<Pipeline> pipeline_ = NewPipeline();
  int64_t held_ = 0;
  int64_t batches_ = 0;  // that the last Batch took
};

TEST_F(PipelineTest, WhoeverIsAnsweredFindsItInTheDatabase) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  std::promise<int64_t> seen;
  ASSERT_TRUE(pipeline_
                  ->Submit(Add(RequestOf(2), 7, 500),
                           [&](Answer answer) {
                             EXPECT_EQ(ValueOf(answer), 500);
                             seen.set_value(Balance(7));
                           })
                  .ok());
  EXPECT_EQ(seen.get_future().get(), 500);
  EXPECT_EQ(Entries(), 2);
  ExpectCleanJournal();
}

TEST_F(PipelineTest, TheSameRequestGetsTheSameBytesAndOneEffect) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  const Answer first = Run(Add(RequestOf(2), 7, 500));
  Must(Add(RequestOf(3), 7, 1));
  EXPECT_EQ(*Run(Add(RequestOf(2), 7, 500)), *first);
  pipeline_ = NewPipeline();
  EXPECT_EQ(*Run(Add(RequestOf(2), 7, 500)), *first) << "also after a restart";
  const auto twice = Batch(Add(RequestOf(4), 7, 10), Add(RequestOf(4), 7, 10));
  EXPECT_EQ(*twice[0], *twice[1]) << "also within one batch";
  EXPECT_EQ(Balance(7), 511);
}

TEST_F(PipelineTest, AnIdUsedForAnythingElseIsRefusedAndTellsNothing) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  Must(Add(RequestOf(2, "body"), 7, 500));
  std::vector<Request> others(4, RequestOf(2, "body"));
  others[0] = RequestOf(2, "other body");
  others[1].caller.account = "accounts/somebody";
  others[2].method = "unioncare.test.v1.Bank/Other";
  others[3].caller.account = "";
  for (const Request& other : others) {
    const Answer answer = Run(Add(other, 7, 500));
    EXPECT_EQ(ReasonOf(answer), "REQUEST_ID_REUSED");
    EXPECT_EQ(answer.status(), status::Refuse(status::kRequestIdReused));
  }
  const auto batch = Batch(Add(RequestOf(3, "a"), 7, 1), Add(RequestOf(3, "b"), 7, 1));
  EXPECT_EQ(ReasonOf(batch[1]), "REQUEST_ID_REUSED") << "also within one batch";
  EXPECT_EQ(Balance(7), 501);
}

TEST_F(PipelineTest, ARefusalIsStoredAndGivenAgain) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  const Answer refusal = Run(Add(RequestOf(2), 7, -5));
  EXPECT_EQ(ReasonOf(refusal), "OVERDRAWN");
  Must(Add(RequestOf(3), 7, 100));
  EXPECT_EQ(Run(Add(RequestOf(2), 7, -5)).status(), refusal.status());
  EXPECT_EQ(Balance(7), 100);
  EXPECT_EQ(Entries(), 2) << "a refusal is no entry";
}

TEST_F(PipelineTest, WhatWentWrongIsNotStored) {
  bool broken = true;
  const auto flaky = [&] {
    return std::make_unique<Act>(RequestOf(1), 0,
                                 [&](Bank&, const Moment&) -> absl::StatusOr<Number> {
                                   if (broken) return status::Refuse(status::kInternal);
                                   return NumberOf(1);
                                 });
  };
  EXPECT_EQ(ReasonOf(Run(flaky())), "INTERNAL");
  broken = false;
  EXPECT_EQ(ValueOf(Run(flaky())), 1);
}

// A chunk's id derives from what it does: kept, a refusal would stand in the way of its retry.
TEST_F(PipelineTest, ARefusalOfAChunkIsNotStored) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  Request chunk = RequestOf(2);
  chunk.origin = journal::v1::ORIGIN_CHUNK;
  EXPECT_EQ(ReasonOf(Run(Add(chunk, 7, -5))), "OVERDRAWN");
  Must(Add(RequestOf(3), 7, 100));
  EXPECT_EQ(ValueOf(Run(Add(chunk, 7, -5))), 95);
}

TEST_F(PipelineTest, EachCommandSeesWhatTheEarlierOnesOfItsBatchDecided) {
  const auto answers =
      Batch(Open(RequestOf(1), 7, "DEMO A"), Add(RequestOf(2), 7, 5), Add(RequestOf(3), 7, 6),
            Add(RequestOf(4), 7, -12), Add(RequestOf(5), 7, -11), Add(RequestOf(6), 7, 100));
  EXPECT_EQ(batches_, 1);
  EXPECT_EQ(ValueOf(answers[1]), 5);
  EXPECT_EQ(ValueOf(answers[2]), 11);
  EXPECT_EQ(ReasonOf(answers[3]), "OVERDRAWN");
  EXPECT_EQ(ValueOf(answers[4]), 0);
  EXPECT_EQ(ValueOf(answers[5]), 100);
  EXPECT_EQ(Balance(7), 100);
  ExpectCleanJournal();
}

TEST_F(PipelineTest, ARefusedCommandLeavesNothingOfWhatItSaved) {
  const auto answers = Batch(Open(RequestOf(1), 7, "DEMO A"), Transfer(RequestOf(2), 7, 5),
                             Transfer(RequestOf(3), 7, -6), Transfer(RequestOf(4), 7, 1),
                             Transfer(RequestOf(5), 7, -7));
  EXPECT_EQ(ValueOf(answers[1]), 1);
  EXPECT_EQ(ReasonOf(answers[2]), "OVERDRAWN");
  EXPECT_EQ(ValueOf(answers[3]), 2) << "the refused transfer is not among its children";
  EXPECT_EQ(ReasonOf(answers[4]), "OVERDRAWN");
  EXPECT_EQ(Balance(7), 6);
  EXPECT_EQ(Count(db::Sql("SELECT COUNT(*) FROM transfer")), 2);
  EXPECT_EQ(Count(db::Sql("SELECT SUM(amount) FROM transfer")), 6);
  EXPECT_EQ(Entries(), 4) << "with the one that held the pipeline";
  ExpectCleanJournal();
}

TEST_F(PipelineTest, ChildrenAreLoadedAlsoWhenOneOfThemIsAlreadyThere) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  for (int i = 0; i < 3; ++i) Must(Transfer(RequestOf(10 + i), 7, 1));
  const int64_t child = Count(db::Sql("SELECT MIN(id) FROM transfer"));
  auto act = std::make_unique<Act>(RequestOf(2), 0, [](Bank& bank, const Moment&) {
    return absl::StatusOr<Number>(
        NumberOf(static_cast<int64_t>(bank.transfers.ChildrenOf(int64_t{7}).size())));
  });
  act->needs.push_back([child](Bank& bank) {
    bank.transfers.Want(child);
    if (bank.transfers.Find(child) != nullptr) bank.transfers.WantChildrenOf(int64_t{7});
  });
  EXPECT_EQ(ValueOf(Run(std::move(act))), 3);
}

TEST_F(PipelineTest, ARowOutsideTheCallersReachIsNotFoundLikeOneThatIsNotThere) {
  Must(Open(RequestOf(1), 7, "DEMO A", "339901"));
  Request request = RequestOf(2);
  request.caller.reach = Reach::kCounty;
  request.caller.county = "339902";
  const Answer outside = Run(Add(request, 7, 5));
  EXPECT_EQ(ReasonOf(outside), "NOT_FOUND");
  EXPECT_EQ(outside.status(), Run(Add(RequestOf(3), 8, 5)).status());
  request.id = RequestOf(4).id;
  request.caller.county = "339901";
  EXPECT_EQ(ValueOf(Run(Add(request, 7, 5))), 5);
  EXPECT_EQ(Balance(7), 5);
}

TEST_F(PipelineTest, AFullQueueRefusesAtOnce) {
  pipeline_ = NewPipeline({.max_queue = 3});
  std::promise<void> go = Hold();
  std::vector<std::future<Answer>> futures;
  for (int i = 0; i < 3; ++i) futures.push_back(Submit(Open(RequestOf(i), i, std::to_string(i))));
  const Answer refused = Submit(Open(RequestOf(9), 9, "9")).get();
  EXPECT_EQ(ReasonOf(refused), "OVERLOADED");
  EXPECT_NE(refused.status().ToString().find("RetryInfo"), std::string::npos);
  go.set_value();
  for (auto& future : futures) EXPECT_TRUE(future.get().ok());
  EXPECT_EQ(Count(db::Sql("SELECT COUNT(*) FROM account")), 3);
}

TEST_F(PipelineTest, ADrainFinishesWhatWasTakenAndTakesNoMore) {
  std::promise<void> go = Hold();
  auto taken = Submit(Open(RequestOf(1), 7, "DEMO A"));
  pipeline_->Drain();
  EXPECT_EQ(ReasonOf(Submit(Open(RequestOf(2), 8, "DEMO B")).get()), "DRAINING");
  go.set_value();
  pipeline_.reset();
  EXPECT_TRUE(taken.get().ok());
  EXPECT_EQ(Balance(7), 0);
}

TEST_F(PipelineTest, AnExpiredCommandIsDroppedBeforeItIsDecided) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  Must(Add(RequestOf(2), 7, 5));
  Request expired = RequestOf(3);
  expired.deadline = std::chrono::steady_clock::now() - std::chrono::milliseconds(1);
  EXPECT_EQ(ReasonOf(Run(Add(expired, 7, 5))), "DEADLINE_EXCEEDED");
  EXPECT_EQ(Balance(7), 5);
  expired.deadline.reset();
  EXPECT_EQ(ValueOf(Run(Add(expired, 7, 5))), 10) << "and nothing was stored under its id";
  expired.id = RequestOf(2).id;
  expired.deadline = std::chrono::steady_clock::now() - std::chrono::milliseconds(1);
  EXPECT_EQ(ValueOf(Run(Add(expired, 7, 5))), 5) << "what is already answered costs nothing";
}

TEST_F(PipelineTest, AChunkIsABatchAlone) {
  auto chunk = Add(RequestOf(3), 7, 1);
  chunk->alone = true;
  const auto answers = Batch(Open(RequestOf(1), 7, "DEMO A"), Add(RequestOf(2), 7, 1),
                             std::move(chunk), Add(RequestOf(4), 7, 1));
  EXPECT_EQ(batches_, 3);
  EXPECT_EQ(ValueOf(answers[3]), 3);
}

TEST_F(PipelineTest, ADuplicateKeyFailsOnlyTheCommandThatHasIt) {
  Must(Open(RequestOf(1), 1, "DEMO TAKEN"));
  const auto answers = Batch(Open(RequestOf(2), 2, "DEMO B"), Open(RequestOf(3), 3, "DEMO C"),
                             Open(RequestOf(4), 4, "DEMO TAKEN"), Open(RequestOf(5), 5, "DEMO D"),
                             Add(RequestOf(6), 2, 60));
  EXPECT_TRUE(answers[0].ok());
  EXPECT_TRUE(answers[1].ok());
  EXPECT_EQ(ReasonOf(answers[2]), "ALREADY_EXISTS");
  EXPECT_TRUE(answers[3].ok());
  EXPECT_EQ(ValueOf(answers[4]), 60);
  EXPECT_EQ(Count(db::Sql("SELECT COUNT(*) FROM account")), 4);
  ExpectCleanJournal();
}

TEST_F(PipelineTest, ARowThatTheDatabaseRefusesFailsOnlyItsCommand) {
  const auto unchecked = [](int64_t number, int64_t id) {
    return std::make_unique<Act>(RequestOf(number), id, [=](Bank& bank, const Moment&) {
      AccountRow account = *bank.accounts.Find(id);
      account.balance.value = -1;
      bank.accounts.Save(account, "BROKEN");
      return absl::StatusOr<Number>(NumberOf(0));
    });
  };
  Must(Open(RequestOf(1), 1, "DEMO A"));
  const auto answers = Batch(Open(RequestOf(2), 2, "DEMO B"), unchecked(3, 1),
                             Add(RequestOf(4), 2, 60), Open(RequestOf(5), 5, "DEMO D"));
  EXPECT_TRUE(answers[0].ok());
  EXPECT_EQ(ReasonOf(answers[1]), "INTERNAL");
  EXPECT_EQ(ValueOf(answers[2]), 60);
  EXPECT_TRUE(answers[3].ok());
  EXPECT_EQ(Balance(1), 0);
  ExpectCleanJournal();
}

TEST_F(PipelineTest, ALockThatSomebodyHoldsIsWaitedForAndRetried) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  const auto holder = testing::Connect(database_);
  ASSERT_TRUE(holder->Begin().ok());
  ASSERT_TRUE(holder->Execute(db::Sql("UPDATE account SET county='339902'")).ok());
  auto answer = Submit(Add(RequestOf(2), 7, 5));
  // The wait runs out after 2 s; the retry then waits again, and the lock is gone.
  testing::Eventually([&] { return pipeline_->counters().retries != 0; });
  EXPECT_EQ(pipeline_->counters().retries, 1);
  holder->Rollback();
  EXPECT_EQ(ValueOf(answer.get()), 5);
  EXPECT_EQ(Entries(), 2);
}

// The pipeline holds row 1 and wants row 2; the other session holds row 2 and wants row 1.
TEST_F(PipelineTest, ADeadlockIsRetried) {
  Must(Open(RequestOf(1), 1, "DEMO A"));
  Must(Open(RequestOf(2), 2, "DEMO B"));
  const auto other = testing::Connect(database_);
  ASSERT_TRUE(other->Begin().ok());
  // So much is written that the pipeline's transaction is the cheaper victim.
  ASSERT_TRUE(
      other->Execute(db::Sql("INSERT INTO transfer SELECT seq,2,1,1,1,1 FROM seq_1_to_1000")).ok());
  ASSERT_TRUE(other->Execute(db::Sql("UPDATE account SET county='1' WHERE id=2")).ok());
  auto act = Add(RequestOf(3), 1, 5);
  act->needs.push_back([](Bank& bank) {
    if (bank.accounts.Find(1) != nullptr) bank.accounts.Want(2);
  });
  auto answer = Submit(std::move(act));
  const db::Sql waiting(
      "SELECT variable_value FROM information_schema.global_status "
      "WHERE variable_name='INNODB_ROW_LOCK_CURRENT_WAITS'");
  testing::Eventually([&] { return Count(waiting) != 0; });
  EXPECT_TRUE(other->Execute(db::Sql("UPDATE account SET county='1' WHERE id=1")).ok());
  EXPECT_TRUE(other->Commit().ok());
  EXPECT_EQ(ValueOf(answer.get()), 5);
  EXPECT_EQ(pipeline_->counters().retries, 1);
  EXPECT_EQ(Balance(1), 5);
}

TEST_F(PipelineTest, WithoutADatabaseEverybodyIsToldToComeBack) {
  db::Address nowhere = database_;
  nowhere.unix_socket += ".none";
  Pipeline pipeline(std::make_unique<Bank>(), nowhere, clock_, clock_, {});
  const Answer answer = pipeline.Run(Open(RequestOf(1), 7, "DEMO A"));
  EXPECT_EQ(ReasonOf(answer), "DATABASE_UNAVAILABLE");
  EXPECT_NE(answer.status().ToString().find("RetryInfo"), std::string::npos);
}

TEST_F(PipelineTest, ACommandThatNeverHasEnoughFailsAlone) {
  const auto greedy = [](int64_t number) {
    auto act = Open(RequestOf(number), number, std::to_string(number));
    act->needs.push_back(
        [next = std::make_shared<int64_t>(1000)](Bank& bank) { bank.accounts.Want(++*next); });
    return act;
  };
  const auto answers = Batch(Open(RequestOf(1), 1, "DEMO A"), greedy(2));
  EXPECT_TRUE(answers[0].ok());
  EXPECT_EQ(ReasonOf(answers[1]), "INTERNAL");
}

TEST_F(PipelineTest, TwoProcessesShareOneJournal) {
  const auto other = NewPipeline();
  Must(Open(RequestOf(1), 7, "DEMO A"));
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 50; ++k) {
        Pipeline& pipeline = k % 2 == 0 ? *pipeline_ : *other;
        EXPECT_TRUE(pipeline.Run(Add(RequestOf(100 * (i + 1) + k), 7, 1)).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Balance(7), 400);
  EXPECT_EQ(Entries(), 401);
  ExpectCleanJournal();
}

// The clocks never go back behind the head, whichever process wrote it.
TEST_F(PipelineTest, TheClocksNeverGoBack) {
  Must(Open(RequestOf(1), 7, "DEMO A"));
  base::OffsetClock late(clock_, -3600 * base::kMicrosPerSecond);
  Pipeline behind(std::make_unique<Bank>(), database_, late, late, {});
  base::Instant seen;
  const Answer answer =
      behind.Run(std::make_unique<Act>(RequestOf(2), 7, [&](Bank&, const Moment& moment) {
        seen = moment.business;
        return absl::StatusOr<Number>(NumberOf(0));
      }));
  EXPECT_TRUE(answer.ok());
  EXPECT_GT(seen, base::AddMicros(clock_.Now(), -60 * base::kMicrosPerSecond));
}

TEST_F(PipelineTest, TheHookRunsAfterCommitsThatWroteJobs) {
  std::atomic<int> commits = 0;
  pipeline_->OnJobs([&] { ++commits; });
  Must(Open(RequestOf(1), 7, "DEMO A"));
  EXPECT_EQ(commits, 0);
  const auto start = [](Bank& bank, const Moment& moment) {
    JobRow job;
    job.id = moment.NewId();
    job.kind = "some_work";
    bank.jobs.Save(std::move(job), "STARTED");
    return absl::StatusOr<Number>(NumberOf(0));
  };
  for (int i = 0; i < 2; ++i) Must(std::make_unique<Act>(RequestOf(2), 7, start));
  EXPECT_EQ(commits, 1);
}

}  // namespace
}  // namespace unioncare::change
