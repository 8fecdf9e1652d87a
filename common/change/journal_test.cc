#include "common/change/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <random>

#include "common/change/test_bank.h"

namespace unioncare::change {
namespace {

using journal::v1::VerifyJournalRequest;
using journal::v1::VerifyJournalResponse;

constexpr int kAccounts = 20;
constexpr int kAdds = 200;

// A bank with a history, and a session that tampers with it; each test rolls back what it did.
class JournalTest : public BankTest {
 protected:
  void SetUp() override {
    const auto pipeline = NewPipeline();
    for (int i = 1; i <= kAccounts; ++i) {
      ASSERT_TRUE(pipeline->Run(Open(RequestOf(i), i, "DEMO " + std::to_string(i))).ok());
    }
    for (int i = 0; i < kAdds; ++i) {
      const int64_t account = 1 + static_cast<int64_t>(random_() % kAccounts);
      ASSERT_TRUE(pipeline->Run(Transfer(RequestOf(1000 + i), account, 1 + i)).ok());
    }
    ASSERT_TRUE(root_->Begin().ok());
  }

  static uint32_t Seed() {
    static const uint32_t seed = [] {
      const uint32_t chosen = std::random_device{}();
      std::printf("seed %u\n", chosen);
      return chosen;
    }();
    return seed;
  }

  void Do(const db::Sql& sql) {
    const auto found = root_->Execute(sql);
    ASSERT_TRUE(found.ok()) << found.status() << sql.text();
    ASSERT_GT(*found, 0) << sql.text();
  }
  void Forget() {
    root_->Rollback();
    ASSERT_TRUE(root_->Begin().ok());
  }
  int64_t Random(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(random_() % (to - from + 1));
  }

  VerifyJournalResponse Check(int64_t from = 1, int limit = 10'000) {
    VerifyJournalRequest request;
    request.set_from_sequence(from);
    request.set_limit(limit);
    auto response = Verify(*root_, bank_.tables(), request);
    EXPECT_TRUE(response.ok()) << response.status();
    return *std::move(response);
  }
  std::vector<std::string> Findings(int64_t from = 1, int limit = 10'000) {
    const VerifyJournalResponse response = Check(from, limit);
    std::vector<std::string> reasons;
    for (const auto& finding : response.findings()) reasons.push_back(finding.reason());
    return reasons;
  }

  // A row of the journal, changed in its middle.
  void EditEntry(int64_t sequence) {
    db::Sql sql(
        "UPDATE journal_entry SET entry=INSERT(entry, LENGTH(entry) DIV 2, 1, "
        "CHAR(255-ASCII(SUBSTR(entry, LENGTH(entry) DIV 2, 1)))) WHERE sequence=");
    Do(sql << sequence);
  }
  void DeleteEntry(int64_t sequence) {
    db::Sql sql("DELETE FROM journal_entry WHERE sequence=");
    Do(sql << sequence);
  }
  void Move(int64_t from, int64_t to) {
    db::Sql sql("UPDATE journal_entry SET sequence=");
    Do(sql << to << " WHERE sequence=" << from);
  }
  void SwapEntries(int64_t a, int64_t b) {
    Move(a, -1);
    Move(b, a);
    Move(-1, b);
  }
  void EditRow(int64_t account) {
    db::Sql sql("UPDATE account SET balance=balance+1 WHERE id=");
    Do(sql << account);
  }
  void DeleteRow(int64_t account) {
    db::Sql sql("DELETE FROM account WHERE id=");
    Do(sql << account);
  }

  const Bank bank_;
  std::mt19937_64 random_{Seed()};
  std::unique_ptr<db::Connection> root_ = testing::Connect(database_);
};

constexpr int64_t kHead = kAccounts + kAdds;

TEST_F(JournalTest, ACleanJournalHasNoFindings) {
  const VerifyJournalResponse response = Check();
  EXPECT_EQ(response.findings_size(), 0) << response.DebugString();
  EXPECT_EQ(response.verified_to(), kHead);
  EXPECT_EQ(response.head_sequence(), kHead);
  EXPECT_EQ(response.rows_checked(), kAccounts + kAdds);
  // In steps of any size, and from anywhere.
  for (const int step : {1, 7, 199, 200, 201}) {
    int64_t from = 1;
    while (from <= kHead) {
      const VerifyJournalResponse part = Check(from, step);
      EXPECT_EQ(part.findings_size(), 0) << from << "+" << step << part.DebugString();
      from = part.verified_to() + 1;
    }
    EXPECT_EQ(from, kHead + 1);
  }
  EXPECT_EQ(Check(kHead + 1).findings_size(), 0);
  EXPECT_EQ(Check(kHead + 50).findings_size(), 0);
  EXPECT_EQ(Check(INT64_MAX).findings_size(), 0);
}

TEST_F(JournalTest, EachKindOfTamperingIsFoundWithItsReason) {
  using ::testing::Contains;
  using ::testing::ElementsAre;
  EditEntry(100);
  EXPECT_THAT(Findings(), Contains("ENTRY_CHANGED"));
  Forget();
  DeleteEntry(100);
  EXPECT_THAT(Findings(), Contains("ENTRY_MISSING"));
  Forget();
  DeleteEntry(kHead);
  EXPECT_THAT(Findings(), Contains("ENTRY_MISSING"));
  Forget();
  SwapEntries(50, 150);
  EXPECT_THAT(Findings(), Contains("ENTRY_OUT_OF_ORDER").Times(2));
  Forget();
  Do(db::Sql("UPDATE journal_head SET sequence=sequence-1"));
  EXPECT_THAT(Findings(), Contains("HEAD_MISMATCH"));
  EXPECT_THAT(Findings(), Contains("ENTRY_OUT_OF_ORDER"));
  Forget();
  EditRow(3);
  EXPECT_THAT(Findings(), ElementsAre("ROW_CHANGED"));
  Forget();
  DeleteRow(3);
  EXPECT_THAT(Findings(), ElementsAre("ROW_MISSING"));
  Forget();
  Do(
      db::Sql("UPDATE account SET effect_sequence=1, effect_index=0, version=1, balance=0 "
              "WHERE id=(SELECT MAX(account_id) FROM transfer)"));
  EXPECT_THAT(Findings(), ElementsAre("ROW_ROLLED_BACK"));
  Forget();
  Do(db::Sql("UPDATE account SET effect_sequence=99999 WHERE id=3"));
  EXPECT_THAT(Findings(), ElementsAre("ROW_AHEAD"));
}

// Whoever edits a row may point it at somebody else's later effect, so that it is not looked at
// where its own last effect is; in one range or in many.
TEST_F(JournalTest, ARowThatPointsAtAnothersEffectIsFound) {
  db::Sql sql("UPDATE account SET balance=balance+1, effect_index=0, effect_sequence=");
  sql << kHead << " WHERE id<>(SELECT account_id FROM transfer WHERE effect_sequence=";
  Do(sql << kHead << ") AND version>1 LIMIT 1");
  EXPECT_THAT(Findings(), ::testing::Contains("ROW_CHANGED"));
  EXPECT_THAT(Findings(1, kHead - 1), ::testing::Contains("ROW_CHANGED"));
}

TEST_F(JournalTest, RandomTamperingsAreAllFound) {
  const std::map<std::string, std::function<void()>> kinds = {
      {"edit entry", [&] { EditEntry(Random(1, kHead)); }},
      {"delete entry", [&] { DeleteEntry(Random(1, kHead)); }},
      {"swap entries",
       [&] {
         const int64_t a = Random(1, kHead - 1);
         SwapEntries(a, Random(a + 1, kHead));
       }},
      {"edit row", [&] { EditRow(Random(1, kAccounts)); }},
      {"delete row", [&] { DeleteRow(Random(1, kAccounts)); }},
      {"edit hash",
       [&] {
         db::Sql sql("UPDATE journal_entry SET hash=REVERSE(hash) WHERE sequence=");
         Do(sql << Random(1, kHead));
       }},
      {"edit child",
       [&] {
         db::Sql sql("UPDATE transfer SET amount=amount+1 WHERE effect_sequence=");
         Do(sql << Random(kAccounts + 1, kHead));
       }},
      {"truncate",
       [&] {
         db::Sql sql("DELETE FROM journal_entry WHERE sequence>");
         Do(sql << Random(1, kHead - 1));
       }},
      {"roll back head",
       [&] {
         db::Sql sql("UPDATE journal_head SET sequence=");
         Do(sql << Random(1, kHead - 1));
       }},
      {"roll back row", [&] {
         db::Sql sql(
             "UPDATE account SET balance=0, version=1, effect_index=0, effect_sequence=id "
             "WHERE version>1 ORDER BY id LIMIT ");
         Do(sql << Random(1, 3));
       }}};
  int done = 0;
  for (int round = 0; round < 20; ++round) {
    for (const auto& [kind, tamper] : kinds) {
      tamper();
      EXPECT_FALSE(Findings().empty()) << kind;
      Forget();
      ++done;
    }
    EXPECT_TRUE(Findings().empty()) << "a false alarm";
  }
  std::printf("%d tamperings\n", done);
}

// The negative control: without the comparison of rows, only the chain is proven.
TEST_F(JournalTest, WithoutItsTablesAnEditedRowIsNotFound) {
  EditRow(3);
  VerifyJournalRequest request;
  const auto response = Verify(*root_, {}, request);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->findings_size(), 0);
}

TEST_F(JournalTest, EntriesAreListedAfterAPosition) {
  journal::v1::ListJournalEntriesRequest request;
  int64_t expected = 1;
  while (true) {
    request.set_after_sequence(expected - 1);
    request.set_page_size(33);
    const auto response = ListEntries(*root_, request);
    ASSERT_TRUE(response.ok());
    EXPECT_EQ(response->head_sequence(), kHead);
    if (response->entries().empty()) break;
    EXPECT_LE(response->entries_size(), 33);
    for (const auto& entry : response->entries()) EXPECT_EQ(entry.sequence(), expected++);
  }
  EXPECT_EQ(expected, kHead + 1);
  request.Clear();
  EXPECT_EQ(ListEntries(*root_, request)->entries_size(), 50);
  const auto entry = ListEntries(*root_, request)->entries(0);
  EXPECT_EQ(entry.actor(), "accounts/tester");
  EXPECT_EQ(entry.method(), "unioncare.test.v1.Bank/Act");
  EXPECT_EQ(entry.effects(0).table(), "account");
  EXPECT_EQ(entry.effects(0).resource(), "accounts/1");
  EXPECT_EQ(entry.effects(0).verb(), "OPENED");
}

class JournalPageTest : public BankTest {};

// Entries of chunks list a thousand effects; a page must still fit a message of 4 MB.
TEST_F(JournalPageTest, APageOfLargeEntriesEndsEarly) {
  const auto pipeline = NewPipeline();
  for (int i = 1; i <= 6; ++i) {
    Request request = RequestOf(i);
    request.redacted.assign(1 << 20, 'x');
    ASSERT_TRUE(pipeline->Run(Open(request, i, std::to_string(i))).ok());
  }
  const auto connection = testing::Connect(database_);
  journal::v1::ListJournalEntriesRequest request;
  int entries = 0;
  while (true) {
    const auto response = ListEntries(*connection, request);
    ASSERT_TRUE(response.ok());
    EXPECT_LT(response->ByteSizeLong(), 4u << 20);
    if (response->entries().empty()) break;
    entries += response->entries_size();
    request.set_after_sequence(response->entries().rbegin()->sequence());
  }
  EXPECT_EQ(entries, 6);
}

// H3: whatever happened has one entry, and nothing else has.
class AuditTest : public BankTest {};

TEST_F(AuditTest, EveryOfFiveThousandChangesHasItsEntryAndNothingElseHasOne) {
  const uint32_t seed = std::random_device{}();
  std::printf("seed %u\n", seed);
  std::mt19937_64 random(seed);
  constexpr int kChanges = 6000;
  std::atomic<int> succeeded = 0;
  std::vector<std::atomic<int>> answers(kChanges);
  {
    const auto pipeline = NewPipeline({.max_queue = kChanges});
    for (int i = 1; i <= 50; ++i) {
      ASSERT_TRUE(pipeline->Run(Open(RequestOf(-i), i, std::to_string(i))).ok());
    }
    for (int i = 0; i < kChanges; ++i) {
      const int64_t account = 1 + static_cast<int64_t>(random() % 55);
      const int64_t amount = static_cast<int64_t>(random() % 120) - 10;
      const auto done = [&, i](const absl::StatusOr<std::string>& answer) {
        answers[i] = answer.ok() ? 1 : 2;
        succeeded += answer.ok();
      };
      ASSERT_TRUE(pipeline
                      ->Submit(random() % 2 == 0 ? Add(RequestOf(i), account, amount)
                                                 : Transfer(RequestOf(i), account, amount),
                               done)
                      .ok());
    }
  }
  EXPECT_GE(succeeded, 5000);
  std::map<std::string, int> entries;
  const auto connection = testing::Connect(database_);
  journal::v1::ListJournalEntriesRequest request;
  request.set_page_size(200);
  int64_t sequence = 50;
  for (int read = 1; read > 0;) {
    request.set_after_sequence(sequence);
    const auto response = ListEntries(*connection, request);
    ASSERT_TRUE(response.ok());
    read = response->entries_size();
    for (const auto& entry : response->entries()) {
      EXPECT_EQ(entry.sequence(), ++sequence) << "no gap";
      ++entries[entry.request_id()];
    }
  }
  EXPECT_EQ(sequence, 50 + succeeded);
  for (int i = 0; i < kChanges; ++i) {
    const base::Uuid id = RequestOf(i).id;
    EXPECT_EQ(entries[std::string(id.begin(), id.end())], answers[i] == 1 ? 1 : 0);
  }
  ExpectCleanJournal();
}

}  // namespace
}  // namespace unioncare::change
