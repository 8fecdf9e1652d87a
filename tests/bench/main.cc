#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "common/testing/mariadb.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/place.h"

// unioncare-bench [P1] [P1b] [P2] [--seconds=3] [--rounds=2] [--claims=60000]: without names, all.
namespace {

using unioncare::bench::Plan;

[[noreturn]] void Usage(const std::string& argument) {
  std::fprintf(stderr,
               "%s: unknown; give P1, P1b, P2, --seconds=N (of a phase), --rounds=N, --claims=N\n",
               argument.c_str());
  std::exit(2);
}

void Read(const std::string& argument, Plan& plan, std::set<std::string>& names) {
  const size_t equals = argument.find('=');
  const std::string name = argument.substr(0, equals);
  const int64_t number = equals == std::string::npos ? 0 : std::atoll(&argument[equals + 1]);
  if (name == "P1" || name == "P1b" || name == "P2") {
    names.insert(name);
  } else if (number <= 0) {
    Usage(argument);
  } else if (name == "--seconds") {
    plan.phase = std::chrono::seconds(number);
  } else if (name == "--rounds") {
    plan.rounds = static_cast<int>(number);
  } else if (name == "--claims") {
    plan.claims = number;
  } else {
    Usage(argument);
  }
}

// As a city's database would have them: the tests' private server is made small.
void GrowDatabase() {
  using unioncare::db::Sql;
  const auto connection =
      unioncare::testing::Connect(unioncare::testing::SharedMariadb().Address());
  unioncare::bench::Must(
      connection->Execute(Sql("SET GLOBAL innodb_buffer_pool_size=1073741824")).status());
  unioncare::bench::Must(
      connection->Execute(Sql("SET GLOBAL innodb_log_file_size=536870912")).status());
}

}  // namespace

int main(int argc, char** argv) {
  Plan plan;
  std::set<std::string> names;
  for (int i = 1; i < argc; ++i) Read(argv[i], plan, names);
  if (names.empty()) names = {"P1", "P1b", "P2"};
  GrowDatabase();
  std::vector<std::string> figures;
  bool right = true;
  if (names.contains("P1") || names.contains("P1b")) {
    right &=
        unioncare::bench::RunWrites(plan, names.contains("P1"), names.contains("P1b"), figures);
  }
  if (names.contains("P2")) right &= unioncare::bench::RunHotRow(plan, figures);
  for (const std::string& figure : figures) std::printf("%s\n", figure.c_str());
  return right ? 0 : 1;
}
