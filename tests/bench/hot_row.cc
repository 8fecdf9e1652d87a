#include <cstdio>

#include "common/testing/mariadb.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/one_transaction_service.h"
#include "tests/bench/report.h"
#include "tests/bench/requests.h"

namespace unioncare::bench {
namespace {

constexpr int kInFlight = 128;

// The pool must say what the claims say.
void CheckPool(FinalState& state, const std::string& name, const db::Address& database,
               Series& series) {
  const int64_t approved = series.outcome().acknowledged;
  const auto number = [&](const db::Sql& sql) { return testing::Number(database, sql); };
  state.Expect(name + ", refused", series.outcome().refused, 0);
  state.Expect(name + ", approved claims",
               number(db::Sql("SELECT COUNT(*) FROM claim WHERE state=1")), approved);
  state.Expect(name + ", approved in the pool", number(db::Sql("SELECT approved_count FROM pool")),
               approved);
  state.Expect(name + ", fen in the pool", number(db::Sql("SELECT awarded FROM pool")),
               number(db::Sql("SELECT CAST(SUM(amount) AS SIGNED) FROM claim WHERE state=1")));
  state.Expect(name + ", fen in the figures", number(db::Sql("SELECT awarded FROM figure")),
               number(db::Sql("SELECT awarded FROM pool")));
  state.Expect(name + ", journal entries", number(db::Sql("SELECT COUNT(*) FROM journal_entry")),
               approved);
}

}  // namespace

bool RunHotRow(const Plan& plan, std::vector<std::string>& figures) {
  std::printf("== approvals of %lld claims that move one pool, %d rounds\n",
              static_cast<long long>(plan.claims), plan.rounds);
  const Place ours_place;
  const Place service_place;
  for (const Place* place : {&ours_place, &service_place}) SeedClaims(*place, plan.claims);
  const auto server = Must(medical::Server::Start(ours_place.config(), OrganizationsFromMemory()));
  const OneTransactionService service(service_place, {.entry_bytes = 490});
  Stubs stubs(server->port());
  Stubs service_stubs(service.port());
  Series ours("ours, 128 in flight", ours_place.database(), &server->pipeline());
  Series baseline("service, 128 in flight", service_place.database());
  std::atomic<int64_t> next = 0;
  std::atomic<int64_t> service_next = 0;
  for (int round = 1; round <= plan.rounds; ++round) {
    const int64_t most = plan.claims * round / plan.rounds;
    next = plan.claims * (round - 1) / plan.rounds;
    service_next = next.load();
    ours.Measure([&] {
      return RunInFlight(kInFlight, plan.phase, ApproveEach(stubs, ours_place, next, most));
    });
    baseline.Measure([&] {
      return RunInFlight(kInFlight, plan.phase,
                         ApproveEach(service_stubs, service_place, service_next, most));
    });
  }
  server->Drain(std::chrono::steady_clock::now() + std::chrono::seconds(10));
  PrintHeader();
  ours.Print();
  baseline.Print();
  PrintDataSize("ours", ours_place.database());
  FinalState state;
  CheckPool(state, "ours", ours_place.database(), ours);
  CheckPool(state, "one transaction a call", service_place.database(), baseline);
  state.ExpectSoundJournal(ours_place.database());
  figures.push_back(RateFigure("P2", "20.00", ours, baseline));
  return state.right();
}

}  // namespace unioncare::bench
