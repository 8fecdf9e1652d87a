#pragma once

#include <array>
#include <string_view>

// Places where a process may be killed to prove that nothing acknowledged is lost and nothing is
// done twice (reliability A5). Only the environment variable UNIONCARE_CRASH_AT arms one, by its
// name; the process then dies there as by kill -9.
namespace unioncare::change {

inline constexpr std::array<std::string_view, 6> kCrashPoints = {
    "batch_taken", "head_locked", "rows_locked", "decided", "after_commit", "before_reply"};

// Dies here when this point is armed.
void CrashPoint(std::string_view point);

}  // namespace unioncare::change
