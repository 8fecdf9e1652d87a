#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Where a new organization may stand in the union tree: city > county > base union. The city's own
// is founded with the deployment and never created.
namespace unioncare::identity {

// Numbered as in the contract (organization.proto).
enum class OrganizationKind : int32_t { kCity = 1, kCounty = 2, kBaseUnion = 3 };

std::string_view Name(OrganizationKind kind);  // "BASE_UNION"

struct Parent {
  OrganizationKind kind;
  std::string division_code;
};

struct Proposal {
  OrganizationKind kind;
  std::string division_code;
  std::string union_credit_code;             // empty: none
  std::optional<std::string> employer_code;  // absent: no employer
};

enum class OrganizationFault {
  kNone,
  kParentKind,             // a county hangs below the city, a base union below a county
  kDivisionOutsideParent,  // a county of the parent's city; the parent's own county
  kEmployerRequired,       // of a base union
  kEmployerNotAllowed,     // of a federation
  kCodeSwapped,            // a union's credit code begins with 81, an employer's does not
};

// The first fault, in their order.
OrganizationFault CheckOrganization(const Proposal& proposal, const std::optional<Parent>& parent);

// The county an organization of this kind and division lies in; empty for the city's.
std::string CountyOf(OrganizationKind kind, const std::string& division_code);

}  // namespace unioncare::identity
