#include "services/identity/rules/organization.h"

#include "common/codes/credit_code.h"
#include "common/codes/division.h"

namespace unioncare::identity {
namespace {

bool FitsBelow(OrganizationKind kind, const std::optional<Parent>& parent) {
  if (!parent) return false;
  return (kind == OrganizationKind::kCounty && parent->kind == OrganizationKind::kCity) ||
         (kind == OrganizationKind::kBaseUnion && parent->kind == OrganizationKind::kCounty);
}

bool LiesInside(const Proposal& proposal, const Parent& parent) {
  if (proposal.kind == OrganizationKind::kBaseUnion) {
    return proposal.division_code == parent.division_code;
  }
  return codes::IsCounty(proposal.division_code) &&
         codes::CityOf(proposal.division_code) == parent.division_code;
}

bool CodesAreSwapped(const Proposal& proposal) {
  return (!proposal.union_credit_code.empty() &&
          !codes::IsUnionCreditCode(proposal.union_credit_code)) ||
         (proposal.employer_code && codes::IsUnionCreditCode(*proposal.employer_code));
}

}  // namespace

std::string_view Name(OrganizationKind kind) {
  switch (kind) {
    case OrganizationKind::kCity:
      return "CITY";
    case OrganizationKind::kCounty:
      return "COUNTY";
    case OrganizationKind::kBaseUnion:
      return "BASE_UNION";
  }
  return "";
}

OrganizationFault CheckOrganization(const Proposal& proposal, const std::optional<Parent>& parent) {
  const bool is_base = proposal.kind == OrganizationKind::kBaseUnion;
  if (!FitsBelow(proposal.kind, parent)) return OrganizationFault::kParentKind;
  if (!LiesInside(proposal, *parent)) return OrganizationFault::kDivisionOutsideParent;
  if (is_base && !proposal.employer_code) return OrganizationFault::kEmployerRequired;
  if (!is_base && proposal.employer_code) return OrganizationFault::kEmployerNotAllowed;
  if (CodesAreSwapped(proposal)) return OrganizationFault::kCodeSwapped;
  return OrganizationFault::kNone;
}

std::string CountyOf(OrganizationKind kind, const std::string& division_code) {
  return kind == OrganizationKind::kCity ? "" : division_code;
}

}  // namespace unioncare::identity
