#pragma once

#include "services/medical/store/rows.h"
#include "unioncare/medical/v1/medical_service.pb.h"

namespace unioncare::medical {

// What the plan's rule says of a bill, as if the person had a plain cover for the whole term.
v1::EstimateClaimResponse Estimate(const store::PlanVersionRow& version,
                                   const v1::EstimateClaimRequest& request);

}  // namespace unioncare::medical
