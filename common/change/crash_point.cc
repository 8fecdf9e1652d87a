#include "common/change/crash_point.h"

#include <csignal>
#include <cstdlib>
#include <string>

namespace unioncare::change {

void CrashPoint(std::string_view point) {
  static const std::string armed = [] {
    const char* value = std::getenv("UNIONCARE_CRASH_AT");
    return std::string(value == nullptr ? "" : value);
  }();
  if (!armed.empty() && armed == point) std::raise(SIGKILL);
}

}  // namespace unioncare::change
