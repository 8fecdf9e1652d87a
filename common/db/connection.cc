#include "common/db/connection.h"

#include <mysql_connection.h>
#include <mysql_driver.h>

#include <cppconn/exception.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>

#include <charconv>
#include <utility>

#include "common/status/status.h"

namespace unioncare::db {
namespace {

constexpr int kReadTimeoutSeconds = 15;  // above max_statement_time, which keeps the session
constexpr int kConnectTimeoutSeconds = 3;

constexpr status::Reason kDatabaseNotDurable{
    "DATABASE_NOT_DURABLE", absl::StatusCode::kFailedPrecondition,
    "The database does not flush every commit; set innodb_flush_log_at_trx_commit=1, and "
    "sync_binlog=1 "
    "where there is a binlog.",
    "数据库未在每次提交时落盘，请设置 innodb_flush_log_at_trx_commit=1，启用 binlog 时还须 "
    "sync_binlog=1。"};

int Number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

base::Date DateOf(std::string_view text) {
  return base::Date::FromYmd(Number(text.substr(0, 4)), Number(text.substr(5, 2)),
                             Number(text.substr(8, 2)))
      .value_or(base::Date{});
}

sql::ConnectOptionsMap Options(const Address& address) {
  sql::ConnectOptionsMap options;
  options["hostName"] = sql::SQLString(
      address.unix_socket.empty() ? "tcp://" + address.host + ":" + std::to_string(address.port)
                                  : "unix://" + address.unix_socket);
  options["userName"] = sql::SQLString(address.user);
  options["password"] = sql::SQLString(address.password);
  if (!address.schema.empty()) options["schema"] = sql::SQLString(address.schema);
  options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
  options["OPT_CONNECT_TIMEOUT"] = kConnectTimeoutSeconds;
  options["OPT_READ_TIMEOUT"] = kReadTimeoutSeconds;
  options["OPT_WRITE_TIMEOUT"] = kReadTimeoutSeconds;
  options["CLIENT_FOUND_ROWS"] = true;
  options["CLIENT_MULTI_STATEMENTS"] = true;
  return options;
}

}  // namespace

Rows::Rows(std::unique_ptr<::sql::ResultSet> result) : result_(std::move(result)) {}
Rows::~Rows() = default;
Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;

bool Rows::Next() { return result_->next(); }
size_t Rows::count() const { return result_->rowsCount(); }
bool Rows::IsNull(int column) { return result_->isNull(column); }
void Rows::Read(int column, bool& value) { value = result_->getInt(column) != 0; }
void Rows::Read(int column, int32_t& value) { value = result_->getInt(column); }
void Rows::Read(int column, uint32_t& value) { value = result_->getUInt(column); }
void Rows::Read(int column, int64_t& value) { value = result_->getInt64(column); }
void Rows::Read(int column, std::string& value) {
  value = result_->getString(column).asStdString();
}
void Rows::Read(int column, Bytes& value) { Read(column, value.value); }
void Rows::Read(int column, base::Fen& value) { Read(column, value.value); }

void Rows::Read(int column, base::Date& value) {
  value = DateOf(result_->getString(column).asStdString());
}

// "2024-05-01 08:30:00.000000"
void Rows::Read(int column, base::Instant& value) {
  const std::string text = result_->getString(column).asStdString();
  const std::string_view view = text;
  const int64_t seconds = Number(view.substr(11, 2)) * 3600 + Number(view.substr(14, 2)) * 60 +
                          Number(view.substr(17, 2));
  const int64_t micros = view.size() >= 26 ? Number(view.substr(20, 6)) : 0;
  value.micros =
      DateOf(view).days * base::kMicrosPerDay + seconds * base::kMicrosPerSecond + micros;
}

Connection::Connection(std::unique_ptr<::sql::Connection> session)
    : session_(std::move(session)), statement_(session_->createStatement()) {}

Connection::~Connection() = default;

// The one place where the connector's exceptions end.
template <class Call>
auto Connection::Guard(Phase phase, Call call) -> absl::StatusOr<decltype(call())> {
  try {
    return call();
  } catch (const ::sql::SQLException& error) {
    absl::Status status = DatabaseError(error.getErrorCode(), phase, error.what());
    const Action action = ActionOf(status);
    broken_ |= action == Action::kReconnectRetry || action == Action::kUnknownOutcome ||
               action == Action::kUnavailable;
    return status;
  }
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Address& address) {
  std::unique_ptr<Connection> connection;
  try {
    // Only the driver's first use is not thread-safe; nobody waits for another's connect.
    static ::sql::Driver& driver = *::sql::mysql::get_mysql_driver_instance();
    sql::ConnectOptionsMap options = Options(address);
    connection.reset(new Connection(std::unique_ptr<::sql::Connection>(driver.connect(options))));
  } catch (const ::sql::SQLException& error) {
    return DatabaseError(error.getErrorCode(), Phase::kBeforeCommit, error.what());
  }
  RETURN_IF_ERROR(connection->ConfigureSession());
  return connection;
}

absl::Status Connection::ConfigureSession() {
  for (const Literal setting :
       {Literal("SET NAMES utf8mb4"),
        Literal("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
                "ERROR_FOR_DIVISION_BY_ZERO', time_zone = '+00:00', innodb_lock_wait_timeout = 2"),
        Literal("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"),
        // Every list is one of keys: reading their pages to plan how to read them would read twice.
        Literal("SET SESSION eq_range_index_dive_limit = 1"),
        // MariaDB's own, in its comments. A transaction whose client has vanished ends after 10 s:
        // it may hold the journal's head.
        Literal("SET SESSION /*M! max_statement_time = 10, idle_transaction_timeout = 10, */ "
                "autocommit = 1")}) {
    RETURN_IF_ERROR(Execute(Sql(setting)).status());
  }
  ASSIGN_OR_RETURN(Rows rows, Query(Sql("SELECT @@innodb_flush_log_at_trx_commit = 1 AND "
                                        "(@@log_bin = 0 OR @@sync_binlog = 1)")));
  if (!rows.Next() || !rows.Get<bool>(1)) return status::Refuse(kDatabaseNotDurable);
  return absl::OkStatus();
}

absl::StatusOr<Rows> Connection::Query(const Sql& sql) {
  return Guard(Phase::kBeforeCommit, [&] {
    return Rows(std::unique_ptr<::sql::ResultSet>(statement_->executeQuery(sql.text())));
  });
}

absl::StatusOr<int64_t> Connection::Execute(const Sql& sql) {
  return Guard(Phase::kBeforeCommit, [&] {
    if (statement_->execute(sql.text())) {
      std::unique_ptr<::sql::ResultSet> unused(statement_->getResultSet());
      return int64_t{0};
    }
    return static_cast<int64_t>(statement_->getUpdateCount());
  });
}

absl::StatusOr<std::deque<Rows>> Connection::Run(const Script& script) {
  return Guard(script.commits() ? Phase::kCommit : Phase::kBeforeCommit, [&] {
    std::deque<Rows> results;
    bool has_rows = statement_->execute(script.text());
    for (size_t i = 0; i < script.count(); ++i) {
      if (i > 0) has_rows = statement_->getMoreResults();
      if (has_rows) {
        results.emplace_back(std::unique_ptr<::sql::ResultSet>(statement_->getResultSet()));
      }
    }
    return results;
  });
}

absl::Status Connection::ExecuteMigration(std::string_view statement) {
  return Guard(Phase::kBeforeCommit, [&] { return statement_->execute(std::string(statement)); })
      .status();
}

absl::Status Connection::Begin() { return Execute(Sql("START TRANSACTION READ WRITE")).status(); }

absl::Status Connection::BeginSnapshot() {
  RETURN_IF_ERROR(Execute(Sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")).status());
  return Execute(Sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")).status();
}

absl::Status Connection::Commit() {
  return Guard(Phase::kCommit, [&] { return statement_->execute("COMMIT"); }).status();
}

void Connection::Rollback() {
  if (!broken_ && !Execute(Sql("ROLLBACK")).ok()) broken_ = true;
}

}  // namespace unioncare::db
