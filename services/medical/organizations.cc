#include "services/medical/organizations.h"

#include "common/base/name.h"
#include "common/rpc/endpoint.h"
#include "services/medical/commands/reasons.h"
#include "unioncare/identity/v1/identity_service.grpc.pb.h"

namespace unioncare::medical {
namespace {

class IdentityOrganizations : public Organizations {
 public:
  explicit IdentityOrganizations(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(identity::v1::IdentityService::NewStub(channel)) {}

  absl::StatusOr<Employer> Find(const std::string& name, const std::string& bearer,
                                std::chrono::system_clock::time_point deadline) override {
    identity::v1::Organization organization;
    grpc::Status status = Ask(name, bearer, deadline, organization);
    if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
      status = Ask(name, bearer, deadline, organization);
    }
    if (status.error_code() == grpc::StatusCode::NOT_FOUND ||
        status.error_code() == grpc::StatusCode::PERMISSION_DENIED) {
      return status::Refuse(kOrganizationNotFound);
    }
    if (!status.ok()) return rpc::FromGrpc(status);
    if (!organization.has_employer()) return status::Refuse(kNotABaseUnion);
    return Employer{base::ParseName(organization.name(), "organizations").value_or(0),
                    organization.division_code(), organization.employer().title(),
                    organization.employer().credit_code()};
  }

 private:
  grpc::Status Ask(const std::string& name, const std::string& bearer,
                   std::chrono::system_clock::time_point deadline,
                   identity::v1::Organization& organization) {
    grpc::ClientContext context;
    context.set_deadline(deadline);
    context.AddMetadata("authorization", bearer);
    identity::v1::GetOrganizationRequest request;
    request.set_name(name);
    return stub_->GetOrganization(&context, request, &organization);
  }

  const std::unique_ptr<identity::v1::IdentityService::Stub> stub_;
};

}  // namespace

std::optional<Employer> RememberedOrganizations::Known(const std::string& name,
                                                       const change::Caller& caller) const {
  const int64_t oldest = clock_.Now().micros - kMaxAgeMicros;
  const std::lock_guard lock(mutex_);
  const auto found = answers_.find(name);
  if (found == answers_.end() || found->second.at.micros < oldest) return std::nullopt;
  const Employer& employer = found->second.employer;
  if (!caller.Reaches({employer.organization, employer.county, ""})) return std::nullopt;
  return employer;
}

absl::StatusOr<Employer> RememberedOrganizations::Find(
    const std::string& name, const std::string& bearer,
    std::chrono::system_clock::time_point deadline) {
  ASSIGN_OR_RETURN(Employer employer, source_->Find(name, bearer, deadline));
  const std::lock_guard lock(mutex_);
  if (answers_.size() >= kMost) answers_.clear();
  answers_.insert_or_assign(name, Answer{employer, clock_.Now()});
  return employer;
}

std::unique_ptr<Organizations> MakeOrganizations(std::shared_ptr<grpc::Channel> identity) {
  return std::make_unique<IdentityOrganizations>(identity);
}

}  // namespace unioncare::medical
