#pragma once

#include <cstdint>

#include "common/base/instant.h"

// Where "now" comes from. Code that needs the time takes a `const Clock&`; tests give their own.
namespace unioncare::base {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;  // thread-safe; may go back
};

class SystemClock : public Clock {
 public:
  Instant Now() const override;
};

// Another clock, moved: what a demonstration or a test of a deadline runs on. `base` outlives it.
class OffsetClock : public Clock {
 public:
  OffsetClock(const Clock& base, int64_t offset_micros)
      : base_(base), offset_micros_(offset_micros) {}
  Instant Now() const override { return AddMicros(base_.Now(), offset_micros_); }

 private:
  const Clock& base_;
  const int64_t offset_micros_;
};

}  // namespace unioncare::base
