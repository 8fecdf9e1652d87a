#pragma once

#include <unistd.h>

#include <chrono>

namespace unioncare::testing {

// Whether the condition comes true within the time; for what another thread or process does and
// tells nobody. Looks every millisecond.
template <class Condition>
bool Eventually(Condition condition, std::chrono::seconds within = std::chrono::seconds(10)) {
  const auto until = std::chrono::steady_clock::now() + within;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    usleep(1000);
  }
  return true;
}

}  // namespace unioncare::testing
