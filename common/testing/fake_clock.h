#pragma once

#include <atomic>

#include "common/base/clock.h"

namespace unioncare::testing {

// Stands still until a test moves it. Thread-safe.
class FakeClock : public base::Clock {
 public:
  explicit FakeClock(base::Instant now) : micros_(now.micros) {}
  base::Instant Now() const override { return {micros_.load()}; }
  void Set(base::Instant now) { micros_ = now.micros; }
  void Advance(int64_t micros) { micros_ += micros; }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace unioncare::testing
