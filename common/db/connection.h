#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/date.h"
#include "common/base/instant.h"
#include "common/base/money.h"
#include "common/db/error.h"
#include "common/db/sql.h"

namespace sql {
class Connection;
class ResultSet;
class Statement;
}  // namespace sql

// One session with the database. Not thread-safe. After an error whose action is kReconnectRetry,
// kUnknownOutcome or kUnavailable the session is broken and must be thrown away.
namespace unioncare::db {

// Where the database is and who we are there.
struct Address {
  std::string unix_socket;  // wins over host when set
  std::string host;
  int port = 0;
  std::string user;
  std::string password;
  std::string schema;
};

// The rows of a result, forward only.
class Rows {
 public:
  Rows(std::unique_ptr<::sql::ResultSet> result);
  ~Rows();
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) noexcept;

  bool Next();
  size_t count() const;

  // The value of a column, counted from 1. The types are those that Sql writes.
  template <class T>
  T Get(int column) {
    T value{};
    Read(column, value);
    return value;
  }
  void Read(int column, bool& value);
  void Read(int column, int32_t& value);
  void Read(int column, uint32_t& value);
  void Read(int column, int64_t& value);
  void Read(int column, std::string& value);
  void Read(int column, Bytes& value);
  void Read(int column, base::Fen& value);
  void Read(int column, base::Date& value);
  void Read(int column, base::Instant& value);
  template <class T>
  void Read(int column, std::optional<T>& value) {
    if (IsNull(column)) {
      value.reset();
    } else {
      Read(column, value.emplace());
    }
  }

 private:
  bool IsNull(int column);

  std::unique_ptr<::sql::ResultSet> result_;
};

class Connection {
 public:
  // Connects and sets the session: utf8mb4, UTC, READ COMMITTED, strict mode, lock wait 2 s,
  // statement time 10 s, idle inside a transaction 10 s; refuses (FAILED_PRECONDITION) when the
  // server does not flush every commit.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Address& address);
  ~Connection();

  absl::StatusOr<Rows> Query(const Sql& sql);
  // How many rows were found (not only changed).
  absl::StatusOr<int64_t> Execute(const Sql& sql);

  // The results of the script's queries, in order. When the session is lost during a script that
  // commits, the outcome is unknown.
  absl::StatusOr<std::deque<Rows>> Run(const Script& script);

  absl::Status Begin();          // READ COMMITTED, for writing
  absl::Status BeginSnapshot();  // REPEATABLE READ, READ ONLY: one snapshot for a page
  absl::Status Commit();
  // A statement of an embedded migration: the only SQL that is not a Literal.
  absl::Status ExecuteMigration(std::string_view statement);
  // Never fails: a session that cannot roll back is broken, and the server rolls back for it.
  void Rollback();

  // True once an error said so; throw the connection away.
  bool broken() const { return broken_; }

 private:
  explicit Connection(std::unique_ptr<::sql::Connection> session);
  template <class Call>
  auto Guard(Phase phase, Call call) -> absl::StatusOr<decltype(call())>;
  absl::Status ConfigureSession();

  std::unique_ptr<::sql::Connection> session_;
  std::unique_ptr<::sql::Statement> statement_;
  bool broken_ = false;
};

}  // namespace unioncare::db
