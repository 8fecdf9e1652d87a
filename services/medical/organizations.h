#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/change/caller.h"
#include "grpcpp/channel.h"
#include "services/medical/commands/employer.h"

namespace unioncare::medical {

// Where organizations are asked for.
class Organizations {
 public:
  virtual ~Organizations() = default;

  // With the caller's own token, so that identity answers only what the caller may see.
  // ORGANIZATION_NOT_FOUND, NOT_A_BASE_UNION, or what went wrong on the way.
  virtual absl::StatusOr<Employer> Find(const std::string& name, const std::string& bearer,
                                        std::chrono::system_clock::time_point deadline) = 0;
};

// Asks identity over gRPC; one retry when it is away for a moment.
std::unique_ptr<Organizations> MakeOrganizations(std::shared_ptr<grpc::Channel> identity);

// What was asked for lately, so that a call about a known employer waits for nobody. A change in
// identity is seen within kMaxAge. Thread-safe.
class RememberedOrganizations {
 public:
  static constexpr int64_t kMaxAgeMicros = 60 * base::kMicrosPerSecond;
  static constexpr size_t kMost = 20'000;

  RememberedOrganizations(std::unique_ptr<Organizations> source, const base::Clock& clock)
      : source_(std::move(source)), clock_(clock) {}

  // Never waits. Nothing for a caller who does not reach the employer: who must not see it gets
  // identity's answer, whether others asked for it or not.
  std::optional<Employer> Known(const std::string& name, const change::Caller& caller) const;

  // As Organizations::Find, and remembers.
  absl::StatusOr<Employer> Find(const std::string& name, const std::string& bearer,
                                std::chrono::system_clock::time_point deadline);

 private:
  struct Answer {
    Employer employer;
    base::Instant at;
  };

  const std::unique_ptr<Organizations> source_;
  const base::Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Answer> answers_;
};

}  // namespace unioncare::medical
