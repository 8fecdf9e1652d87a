#include "services/medical/estimate.h"

#include "common/rpc/values.h"
#include "services/medical/commands/convert.h"
#include "services/medical/rules/adjudicate.h"
#include "services/medical/rules/term.h"

namespace unioncare::medical {

v1::EstimateClaimResponse Estimate(const store::PlanVersionRow& version,
                                   const v1::EstimateClaimRequest& request) {
  Cover cover;
  cover.id = 1;
  cover.term_start = version.term_start;
  cover.term_end = TermEnd(version.term_start, version.term_years);
  cover.first_covered = FirstCoveredDays(version.term_start, version.waiting_days);
  cover.paid_on = version.term_start;
  cover.terms = TermsOf(version);
  if (!request.first_admission()) cover.terms.first_admission_bonus = base::Fen{0};
  Event event;
  event.id = 1;
  event.admit =
      request.has_admit_date() ? rpc::DateOf(request.admit_date()).value() : cover.first_covered;
  event.bill = FromProto(request.bill());
  const Decision decision = Adjudicate({cover}, {event}).front();
  v1::EstimateClaimResponse response;
  *response.mutable_amount() = rpc::MoneyOf(decision.amount);
  *response.mutable_burden() = rpc::MoneyOf(decision.burden);
  response.set_state(decision.verdict == Verdict::kApproved      ? v1::Claim::STATE_APPROVED
                     : decision.verdict == Verdict::kUnderReview ? v1::Claim::STATE_UNDER_REVIEW
                                                                 : v1::Claim::STATE_REJECTED);
  for (const Refusal reason : decision.reasons) response.add_reasons(std::string(Name(reason)));
  for (const std::string_view flag : FlagNames(decision.flags)) {
    response.add_flags(std::string(flag));
  }
  AddLines(decision.lines, *response.mutable_explanation());
  return response;
}

}  // namespace unioncare::medical
