#pragma once

#include <chrono>
#include <string>
#include <vector>

// The benchmarks. Each prints its measurements, checks the final state, and adds its figures'
// lines; false when the state was wrong. Slowness never fails.
namespace unioncare::bench {

struct Plan {
  std::chrono::milliseconds phase{3000};
  int rounds = 2;  // every subject runs once in each, so that all see the same machine
  int64_t claims = 60'000;
};

// P1 and, with `against_service`, P1b: both run the same load, draft rosters for 5,000 employers.
bool RunWrites(const Plan& plan, bool against_bare, bool against_service,
               std::vector<std::string>& figures);
// P2: approvals that all move one pool.
bool RunHotRow(const Plan& plan, std::vector<std::string>& figures);

}  // namespace unioncare::bench
