#include "common/testing/mariadb.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

namespace unioncare::testing {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "test database: %s\n", what.c_str());
  std::abort();
}

pid_t Spawn(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

int Wait(pid_t pid) {
  int result = 0;
  waitpid(pid, &result, 0);
  return result;
}

std::string Root() { return std::string(UC_TESTING_DIRECTORY) + "/mariadb"; }

// Made once, under a lock that other test processes wait for.
std::string TemplateDirectory() {
  fs::create_directories(Root());
  const std::string made = Root() + "/template";
  const int lock = open((Root() + "/lock").c_str(), O_RDWR | O_CREAT, 0600);
  if (lock < 0 || flock(lock, LOCK_EX) != 0) Die("cannot lock " + Root());
  if (!fs::exists(made)) {
    const std::string making = made + ".new";
    fs::remove_all(making);
    fs::create_directories(making);
    const int result = Wait(Spawn(
        {"mariadb-install-db", "--no-defaults", "--datadir=" + making, "--skip-test-db",
         "--auth-root-authentication-method=normal", "--innodb-log-file-size=8M", "--user=root"},
        Root() + "/install.log"));
    if (result != 0) Die("mariadb-install-db failed, see " + Root() + "/install.log");
    fs::rename(making, made);
  }
  close(lock);
  return made;
}

// A test process may have several.
std::string NewDirectory() {
  static std::atomic<int> made = 0;
  return Root() + "/" + std::to_string(getpid()) + "." + std::to_string(++made);
}

}  // namespace

Mariadb::Mariadb() : directory_(NewDirectory()) {
  const std::string made = TemplateDirectory();
  fs::remove_all(directory_);
  fs::copy(made, directory_, fs::copy_options::recursive);
  Start();
}

Mariadb::~Mariadb() {
  Kill();
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

void Mariadb::Start() {
  const std::string socket = directory_ + "/s";
  pid_ = Spawn({"mariadbd", "--no-defaults", "--datadir=" + directory_, "--socket=" + socket,
                "--pid-file=" + directory_ + "/pid", "--skip-networking", "--user=root",
                "--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=128M",
                "--innodb-log-file-size=8M", "--character-set-server=utf8mb4",
                "--transaction-isolation=READ-COMMITTED", "--skip-name-resolve",
                "--max-connections=500", "--performance-schema=OFF"},
               directory_ + "/log");
  for (int tries = 0; tries < 600; ++tries) {
    if (db::Connection::Open(Address()).ok()) return;
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) Die("mariadbd ended, see " + directory_ + "/log");
    std::this_thread::yield();
    usleep(50'000);
  }
  Die("mariadbd does not answer");
}

void Mariadb::Kill() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  Wait(pid_);
  pid_ = 0;
}

db::Address Mariadb::Address(const std::string& schema) const {
  db::Address address;
  address.unix_socket = directory_ + "/s";
  address.user = "root";
  address.schema = schema;
  return address;
}

db::Address Mariadb::NewSchema(std::initializer_list<std::span<const db::Migration>> migrations) {
  const std::string name = "test_" + std::to_string(++schemas_);
  const auto connection = Connect(Address());
  if (!connection->ExecuteMigration("CREATE DATABASE " + name + " CHARACTER SET utf8mb4").ok()) {
    Die("cannot create a schema");
  }
  const auto inside = Connect(Address(name));
  for (const auto& group : migrations) {
    const absl::Status status = db::Migrate(*inside, group);
    if (!status.ok()) Die("migration: " + status.ToString());
  }
  return Address(name);
}

Mariadb& SharedMariadb() {
  static Mariadb mariadb;
  return mariadb;
}

std::unique_ptr<db::Connection> Connect(const db::Address& address) {
  auto connection = db::Connection::Open(address);
  if (!connection.ok()) Die(connection.status().ToString());
  return *std::move(connection);
}

int64_t Number(const db::Address& address, const db::Sql& sql) {
  const auto connection = Connect(address);
  auto rows = connection->Query(sql);
  if (!rows.ok() || !rows->Next()) Die("a query failed: " + sql.text());
  return rows->Get<int64_t>(1);
}

}  // namespace unioncare::testing
