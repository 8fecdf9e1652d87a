#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
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

}  // namespace unioncare::medical
