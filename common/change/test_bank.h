#pragma once

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/change/command.h"
#include "common/change/job.h"
#include "common/change/journal.h"
#include "common/change/pipeline.h"
#include "common/change/schema.h"
#include "common/crypto/digest.h"
#include "common/db/migrate.h"
#include "common/status/status.h"
#include "common/testing/mariadb.h"
#include "google/protobuf/wrappers.pb.h"

// For tests only: a small bank. Accounts with a unique owner and a balance that a CHECK guards, and
// transfers that hang on an account.
namespace unioncare::change {

inline constexpr auto kBankSchema = std::to_array<db::Migration>({{"0001_bank.sql", R"sql(
CREATE TABLE account (
  id BIGINT NOT NULL PRIMARY KEY,
  owner VARCHAR(40) CHARACTER SET utf8mb4 NOT NULL UNIQUE,
  county VARCHAR(6) CHARACTER SET ascii NOT NULL,
  balance BIGINT NOT NULL CHECK (balance >= 0),
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL
) ENGINE=InnoDB;
CREATE TABLE transfer (
  id BIGINT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  version BIGINT NOT NULL,
  effect_sequence BIGINT NOT NULL,
  effect_index INT NOT NULL,
  KEY (account_id)
) ENGINE=InnoDB;
)sql"}});

struct AccountRow {
  static constexpr db::Literal kTable{"account"};
  int64_t id = 0;
  std::string owner;
  std::string county;
  base::Fen balance;

  int64_t Key() const { return id; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("owner", row.owner);
    visit("county", row.county);
    visit("balance", row.balance);
  }
  EffectFacts Facts() const {
    return {.resource = "accounts/" + std::to_string(id), .amount_fen = balance.value};
  }
};

struct TransferRow {
  static constexpr db::Literal kTable{"transfer"};
  using Parent = int64_t;
  static constexpr db::Literal kParentColumn{"account_id"};
  int64_t id = 0;
  int64_t account = 0;
  base::Fen amount;

  int64_t Key() const { return id; }
  const Parent& ParentKey() const { return account; }
  template <class Row, class Visitor>
  static void Columns(Row& row, Visitor&& visit) {
    visit("id", row.id);
    visit("account_id", row.account);
    visit("amount", row.amount);
  }
};

struct Bank : UnitOfWork {
  Table<AccountRow> accounts;
  Table<TransferRow> transfers;
  Table<JobRow> jobs;
  Bank() : UnitOfWork({&accounts, &transfers, &jobs}) {}
};

using Number = google::protobuf::Int64Value;

inline Number NumberOf(int64_t value) {
  Number number;
  number.set_value(value);
  return number;
}

inline int64_t ValueOf(const absl::StatusOr<std::string>& reply) {
  Number number;
  EXPECT_TRUE(reply.ok()) << reply.status();
  EXPECT_TRUE(reply.ok() && number.ParseFromString(*reply));
  return number.value();
}

inline constexpr status::Reason kOverdrawn{"OVERDRAWN", absl::StatusCode::kFailedPrecondition,
                                           "There is not so much.", "余额不足。"};

// The request numbered `number` by somebody who reaches everything.
inline Request RequestOf(int64_t number, const std::string& body = "") {
  static constexpr base::Uuid kNamespace{1};
  Request request;
  request.id = crypto::UuidV5(kNamespace, std::to_string(number));
  request.caller.account = "accounts/tester";
  request.caller.reach = Reach::kCity;
  request.method = "unioncare.test.v1.Bank/Act";
  request.body_hash = crypto::Bytes(crypto::Sha256(body));
  return request;
}

// A verb in lambdas; the subject is an account, or nothing when `subject` is 0.
class Act : public Command<Bank, Number> {
 public:
  using Decision = std::function<absl::StatusOr<Number>(Bank&, const Moment&)>;

  Act(Request request, int64_t subject, Decision decision)
      : Command(std::move(request)), subject_(subject), decision_(std::move(decision)) {}

  void Need(Bank& bank) const override {
    if (subject_ != 0) bank.accounts.Want(subject_);
    for (const auto& need : needs) need(bank);
  }
  std::optional<RowScope> Subject(const Bank& bank) const override {
    if (subject_ == 0) return RowScope{};
    const AccountRow* account = bank.accounts.Find(subject_);
    if (account == nullptr) return std::nullopt;
    return RowScope{account->id, account->county, account->owner};
  }
  absl::StatusOr<Number> Decide(Bank& bank, const Moment& moment) const override {
    return decision_(bank, moment);
  }
  bool Alone() const override { return alone; }

  std::vector<std::function<void(Bank&)>> needs;
  bool alone = false;

 private:
  const int64_t subject_;
  const Decision decision_;
};

// Makes account `id`.
inline std::unique_ptr<Act> Open(Request request, int64_t id, const std::string& owner,
                                 const std::string& county = "339901") {
  auto act = std::make_unique<Act>(std::move(request), 0, [=](Bank& bank, const Moment&) {
    bank.accounts.Save({id, owner, county, {}}, "OPENED");
    return absl::StatusOr<Number>(NumberOf(0));
  });
  act->needs.push_back([id](Bank& bank) { bank.accounts.Want(id); });
  return act;
}

// Adds to the balance; refuses OVERDRAWN below zero. The reply is the new balance.
inline std::unique_ptr<Act> Add(Request request, int64_t id, int64_t amount) {
  return std::make_unique<Act>(std::move(request), id,
                               [=](Bank& bank, const Moment&) -> absl::StatusOr<Number> {
                                 AccountRow account = *bank.accounts.Find(id);
                                 account.balance.value += amount;
                                 bank.accounts.Save(account, "ADDED");
                                 if (account.balance.value < 0) return status::Refuse(kOverdrawn);
                                 return NumberOf(account.balance.value);
                               });
}

// Like Add, and records a transfer below the account; the reply is how many it has.
inline std::unique_ptr<Act> Transfer(Request request, int64_t id, int64_t amount) {
  auto act = std::make_unique<Act>(
      std::move(request), id, [=](Bank& bank, const Moment& moment) -> absl::StatusOr<Number> {
        AccountRow account = *bank.accounts.Find(id);
        account.balance.value += amount;
        bank.accounts.Save(account, "ADDED");
        bank.transfers.Save({moment.NewId(), id, {amount}}, "RECORDED");
        if (account.balance.value < 0) return status::Refuse(kOverdrawn);
        return NumberOf(static_cast<int64_t>(bank.transfers.ChildrenOf(id).size()));
      });
  act->needs.push_back([id](Bank& bank) { bank.transfers.WantChildrenOf(id); });
  return act;
}

inline journal::v1::VerifyJournalResponse VerifyAll(const db::Address& database) {
  const auto connection = testing::Connect(database);
  const Bank bank;
  journal::v1::VerifyJournalRequest request;
  request.set_limit(1'000'000);
  EXPECT_TRUE(connection->BeginSnapshot().ok());
  auto response = Verify(*connection, bank.tables(), request);
  EXPECT_TRUE(response.ok()) << response.status();
  return *std::move(response);
}

// A schema with the bank in it, and pipelines over it.
class BankTest : public ::testing::Test {
 protected:
  std::unique_ptr<Pipeline> NewPipeline(Pipeline::Options options = {}) {
    return std::make_unique<Pipeline>(std::make_unique<Bank>(), database_, clock_, clock_,
                                      std::move(options));
  }
  int64_t Count(const db::Sql& sql) { return testing::Number(database_, sql); }
  int64_t Balance(int64_t id) {
    db::Sql sql("SELECT COALESCE(SUM(balance),-1) FROM account WHERE id=");
    return Count(sql << id);
  }
  int64_t Entries() { return Count(db::Sql("SELECT COUNT(*) FROM journal_entry")); }
  void ExpectCleanJournal() {
    EXPECT_EQ(VerifyAll(database_).ShortDebugString().find("findings"), std::string::npos)
        << VerifyAll(database_).DebugString();
  }

  const db::Address database_ = testing::NewSchema({kSchema, kBankSchema});
  const base::SystemClock clock_;
};

}  // namespace unioncare::change
