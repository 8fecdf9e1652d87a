#pragma once

#include <atomic>

#include "tests/bench/load.h"
#include "tests/bench/place.h"

// What the load generator asks for.
namespace unioncare::bench {

inline constexpr int64_t kOrganizations = 5000;

// A draft roster for one of the organizations, all equally likely.
medical::v1::CreateRosterRequest RosterRequest(const Place& place);
StartCall CreateRosters(Stubs& stubs, const Place& place);
// The claims after `next` up to `count`, each once.
StartCall ApproveEach(Stubs& stubs, const Place& place, std::atomic<int64_t>& next, int64_t count);

int64_t AnyOrganization();  // thread-safe

}  // namespace unioncare::bench
