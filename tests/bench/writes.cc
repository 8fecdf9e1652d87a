#include <algorithm>
#include <cstdio>
#include <memory>

#include "common/testing/mariadb.h"
#include "services/medical/commands/convert.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/one_transaction_service.h"
#include "tests/bench/report.h"
#include "tests/bench/requests.h"

namespace unioncare::bench {
namespace {

constexpr char kMethod[] = "unioncare.medical.v1.MedicalService/CreateRoster";

// P1's baseline: nothing but the statements.
class BareStatements {
 public:
  BareStatements(const Place& place, size_t entry_bytes)
      : place_(place), entry_(entry_bytes, '\x09'), ids_(kNode, clock_) {
    for (int i = 0; i < kMostThreads; ++i)
      connections_.push_back(testing::Connect(place.database()));
  }

  Outcome Run(int threads, std::chrono::milliseconds time) {
    return RunThreads(threads, time, [this](int thread) {
      db::Connection& connection = *connections_[thread];
      const bool done = Transaction(connection).ok();
      if (!done) connection.Rollback();
      return done;
    });
  }

  static constexpr int kMostThreads = 32;

 private:
  static constexpr int kNode = 2;

  absl::Status Transaction(db::Connection& connection) {
    RETURN_IF_ERROR(connection.Begin());
    ASSIGN_OR_RETURN(const auto employer, LockEmployer(connection, AnyOrganization()));
    const auto roster = RosterOf(employer, place_.plan_version().key, 120, ids_.Next());
    RETURN_IF_ERROR(InsertRoster(connection, roster));
    RETURN_IF_ERROR(StoreEmployer(connection, employer));
    const std::string reply =
        medical::ToProto(roster, place_.plan_version(), 1, {2}).SerializeAsString();
    RETURN_IF_ERROR(StoreTrace(
        connection, {NextRequestId(), "accounts/0000000000001", kMethod, reply, entry_}));
    return connection.Commit();
  }

  const Place& place_;
  const std::string entry_;
  const base::SystemClock clock_;
  base::IdSource ids_;
  std::vector<std::unique_ptr<db::Connection>> connections_;
};

// Everybody's database, server and load.
class Writes {
 public:
  explicit Writes(const Plan& plan)
      : plan_(plan),
        server_(Must(medical::Server::Start(ours_.config(), OrganizationsFromMemory()))),
        stubs_(server_->port()),
        bare_(bare_place_, Warm()),
        service_(service_place_, {.entry_bytes = entry_bytes_}),
        service_stubs_(service_.port()) {
    for (const Place* place : {&bare_place_, &service_place_}) {
      SeedEmployers(place->database(), kOrganizations);
    }
  }
  ~Writes() { server_->Drain(std::chrono::steady_clock::now() + std::chrono::seconds(10)); }

  void Round(bool against_bare, bool against_service) {
    const int in_flight[] = {64, 256, 1};
    const int threads[] = {8, 16, 32};
    for (int i = 0; i < 3; ++i) {
      if (against_bare)
        Measure(bare_series_[i], [&] { return bare_.Run(threads[i], plan_.phase); });
      if (i < 2 || against_service) {
        Measure(ours_series_[i], [&] { return Load(stubs_, ours_, in_flight[i]); });
      }
      if (!against_service) continue;
      Measure(service_series_[i],
              [&] { return Load(service_stubs_, service_place_, in_flight[i]); });
    }
  }

  void Print() {
    PrintHeader();
    for (auto* all : {&ours_series_, &bare_series_, &service_series_}) {
      for (Series& series : *all) {
        if (series.outcome().acknowledged > 0) series.Print();
      }
    }
    PrintDataSize("ours", ours_.database());
  }

  Series& ours(int i) { return ours_series_[i]; }
  Series& service(int i) { return service_series_[i]; }
  Series& BestBare() {
    return *std::ranges::max_element(
        bare_series_, {}, [](const Series& series) { return series.outcome().PerSecond(); });
  }

  bool Check() {
    FinalState state;
    CheckCounts(state, "ours", ours_.database(), ours_series_, 1);
    CheckCounts(state, "bare statements", bare_place_.database(), bare_series_, 0);
    CheckCounts(state, "one transaction a call", service_place_.database(), service_series_, 0);
    state.ExpectSoundJournal(ours_.database());
    return state.right();
  }

 private:
  static void Measure(Series& series, const std::function<Outcome()>& phase) {
    series.Measure(phase);
  }
  Outcome Load(Stubs& stubs, const Place& place, int in_flight) {
    return RunInFlight(in_flight, plan_.phase, CreateRosters(stubs, place));
  }

  // One call through ours shows how large an entry is.
  size_t Warm() {
    SeedEmployers(ours_.database(), kOrganizations);
    const Outcome one =
        RunInFlight(1, std::chrono::seconds(1), [this, first = true](Done done) mutable {
          if (!first) return false;
          first = false;
          return CreateRosters(stubs_, ours_)(std::move(done));
        });
    if (one.acknowledged != 1) Must(absl::InternalError("the first call was refused"));
    entry_bytes_ =
        testing::Number(ours_.database(), db::Sql("SELECT LENGTH(entry) FROM journal_entry"));
    return entry_bytes_;
  }

  static void CheckCounts(FinalState& state, const std::string& name, const db::Address& database,
                          std::vector<Series>& all, int64_t before) {
    int64_t acknowledged = before;
    int64_t refused = 0;
    for (Series& series : all) {
      acknowledged += series.outcome().acknowledged;
      refused += series.outcome().refused;
    }
    const auto expect = [&](const char* what, const db::Sql& sql, int64_t expected) {
      state.Expect(name + ", " + what, testing::Number(database, sql), expected);
    };
    state.Expect(name + ", refused", refused, 0);
    expect("rosters", db::Sql("SELECT COUNT(*) FROM roster"), acknowledged);
    expect("rosters that employers count",
           db::Sql("SELECT CAST(SUM(roster_count) AS SIGNED) FROM employer"), acknowledged);
    expect("stored replies", db::Sql("SELECT COUNT(*) FROM request"), acknowledged);
    expect("journal entries", db::Sql("SELECT COUNT(*) FROM journal_entry"), acknowledged);
  }

  const Plan plan_;
  size_t entry_bytes_ = 0;
  const Place ours_;
  const Place bare_place_;
  const Place service_place_;
  const std::unique_ptr<medical::Server> server_;
  Stubs stubs_;
  BareStatements bare_;
  OneTransactionService service_;
  Stubs service_stubs_;
  std::vector<Series> ours_series_ = {
      {"ours, 64 in flight", ours_.database(), &server_->pipeline()},
      {"ours, 256 in flight", ours_.database(), &server_->pipeline()},
      {"ours, 1 in flight", ours_.database(), &server_->pipeline()}};
  std::vector<Series> bare_series_ = {{"bare, 8 threads", bare_place_.database()},
                                      {"bare, 16 threads", bare_place_.database()},
                                      {"bare, 32 threads", bare_place_.database()}};
  std::vector<Series> service_series_ = {{"service, 64 in flight", service_place_.database()},
                                         {"service, 256 in flight", service_place_.database()},
                                         {"service, 1 in flight", service_place_.database()}};
};

}  // namespace

bool RunWrites(const Plan& plan, bool against_bare, bool against_service,
               std::vector<std::string>& figures) {
  std::printf("== drafts of rosters for %lld employers, %d rounds\n",
              static_cast<long long>(kOrganizations), plan.rounds);
  Writes writes(plan);
  for (int round = 0; round < plan.rounds; ++round) writes.Round(against_bare, against_service);
  writes.Print();
  if (against_bare) {
    figures.push_back(RateFigure("P1/64", "3.50", writes.ours(0), writes.BestBare()));
    figures.push_back(RateFigure("P1/256", "5.00", writes.ours(1), writes.BestBare()));
  }
  if (against_service) {
    figures.push_back(RateFigure("P1b/64", "7.00", writes.ours(0), writes.service(0)));
    figures.push_back(RateFigure("P1b/256", "8.00", writes.ours(1), writes.service(1)));
    figures.push_back(LatencyFigure("P1b/1-latency-us", "1.00", writes.ours(2), writes.service(2)));
  }
  return writes.Check();
}

}  // namespace unioncare::bench
