#include "services/identity/commands/create_organization.h"

#include "common/base/name.h"
#include "services/identity/commands/convert.h"
#include "services/identity/commands/creation.h"
#include "services/identity/commands/reasons.h"
#include "services/identity/rules/organization.h"

namespace unioncare::identity {
namespace {

OrganizationKind KindOf(const v1::Organization& organization) {
  return static_cast<OrganizationKind>(organization.kind());
}

Proposal ProposalOf(const v1::Organization& organization) {
  Proposal proposal{.kind = KindOf(organization),
                    .division_code = organization.division_code(),
                    .union_credit_code = organization.union_credit_code(),
                    .employer_code = std::nullopt};
  if (organization.has_employer()) proposal.employer_code = organization.employer().credit_code();
  return proposal;
}

absl::Status RefuseFault(OrganizationFault fault, const Proposal& proposal,
                         const std::optional<Parent>& parent) {
  switch (fault) {
    case OrganizationFault::kNone:
      return absl::OkStatus();
    case OrganizationFault::kParentKind:
      return Refuse(kParentKind, {{"kind", std::string(Name(proposal.kind))}});
    case OrganizationFault::kDivisionOutsideParent:
      return Refuse(kDivisionOutsideParent, {{"divisionCode", proposal.division_code},
                                             {"parentDivisionCode", parent->division_code}});
    case OrganizationFault::kEmployerRequired:
      return Refuse(kEmployerRequired);
    case OrganizationFault::kEmployerNotAllowed:
      return Refuse(kEmployerNotAllowed);
    case OrganizationFault::kCodeSwapped:
      return Refuse(kCodeSwapped);
  }
  return absl::OkStatus();
}

}  // namespace

CreateOrganization::CreateOrganization(change::Request request, v1::Organization proposed)
    : Command(std::move(request)),
      proposed_(std::move(proposed)),
      parent_id_(base::ParseName(proposed_.parent(), "organizations").value_or(0)) {}

void CreateOrganization::Need(Store& store) const {
  store.organizations.Want(parent_id_);
  if (proposed_.has_employer()) store.employer_codes.Want(proposed_.employer().credit_code());
}

std::optional<change::RowScope> CreateOrganization::Subject(const Store&) const {
  return NewRowScope(request().caller);
}

absl::Status CreateOrganization::Check(const Store& store, const change::Caller& caller) const {
  std::optional<Parent> parent;
  if (!proposed_.parent().empty()) {
    const OrganizationRow* row = Reachable(store, parent_id_, caller);
    if (row == nullptr) return Refuse(kParentNotFound);
    parent = Parent{row->Kind(), row->division_code};
  }
  const Proposal proposal = ProposalOf(proposed_);
  RETURN_IF_ERROR(RefuseFault(CheckOrganization(proposal, parent), proposal, parent));
  if (proposal.employer_code && store.employer_codes.Find(*proposal.employer_code) != nullptr) {
    return Refuse(kCreditCodeTaken, {{"creditCode", *proposal.employer_code}});
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Organization> CreateOrganization::Decide(Store& store,
                                                            const change::Moment& moment) const {
  RETURN_IF_ERROR(Check(store, *moment.caller));
  const OrganizationRow row{.id = moment.NewId(),
                            .kind = proposed_.kind(),
                            .parent_id = parent_id_,
                            .county = CountyOf(KindOf(proposed_), proposed_.division_code()),
                            .division_code = proposed_.division_code(),
                            .title = proposed_.title(),
                            .union_credit_code = proposed_.union_credit_code(),
                            .employer_title = proposed_.employer().title(),
                            .employer_code = proposed_.employer().credit_code(),
                            .created_at = moment.business};
  store.organizations.Save(row, "CREATED");
  if (proposed_.has_employer()) {
    store.employer_codes.Save({row.employer_code, row.id}, "CREATED");
  }
  return ToProto(row, 1);
}

}  // namespace unioncare::identity
