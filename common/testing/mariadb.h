#pragma once

#include <sys/types.h>

#include <memory>
#include <span>
#include <string>

#include "common/db/connection.h"
#include "common/db/migrate.h"

// A private MariaDB for tests: the real server, its own data directory under the build folder, a
// unix socket and nothing on the network. It dies with the process that started it.
//
//   const db::Address database = testing::NewSchema({change::kSchema, medical::kSchema});
namespace unioncare::testing {

class Mariadb {
 public:
  // Starts a server on a copy of a data directory that is made once per build folder; aborts the
  // test when that fails.
  Mariadb();
  ~Mariadb();  // stops it and removes its data
  Mariadb(const Mariadb&) = delete;
  Mariadb& operator=(const Mariadb&) = delete;

  db::Address Address(const std::string& schema = "") const;
  // An empty schema with a new name, migrated.
  db::Address NewSchema(std::initializer_list<std::span<const db::Migration>> migrations);

  void Kill();   // as by kill -9
  void Start();  // on the same data; waits until it answers

 private:
  const std::string directory_;
  pid_t pid_ = 0;
  int schemas_ = 0;
};

// The server that the tests of this process share.
Mariadb& SharedMariadb();

inline db::Address NewSchema(std::initializer_list<std::span<const db::Migration>> migrations) {
  return SharedMariadb().NewSchema(migrations);
}

// A connection to it; aborts the test when there is none.
std::unique_ptr<db::Connection> Connect(const db::Address& address);

// The single value of a query that counts or sums.
int64_t Number(const db::Address& address, const db::Sql& sql);

}  // namespace unioncare::testing
