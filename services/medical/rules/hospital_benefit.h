#pragma once

#include <cstdint>
#include <vector>

#include "common/base/money.h"
#include "services/medical/rules/bill.h"
#include "services/medical/rules/line.h"

// Benefit B1, hospitalization (domain/medical §3.5): one rate up to a threshold of the burden of
// each admission, another above it, a bonus for the term's first admission, never more than the
// burden. Right for any int64 amounts.
//
//   HospitalTerms terms{Fen{300000}, 8000, 1000, Fen{20000}};        // Ningbo, in service, 2023
//   Benefit(terms, Fen{1234567}, false).amount == Fen{333457}        // M04
namespace unioncare::medical {

struct HospitalTerms {
  base::Fen threshold;                  // where the rate changes
  int32_t rate_to_threshold_bp = 0;     // basis points, 0..10,000
  int32_t rate_above_threshold_bp = 0;  // basis points, 0..10,000
  base::Fen first_admission_bonus;      // 0: none (retirees)

  friend bool operator==(const HospitalTerms&, const HospitalTerms&) = default;
};

struct ExplainedAmount {
  base::Fen amount;
  std::vector<Line> lines;

  friend bool operator==(const ExplainedAmount&, const ExplainedAmount&) = default;
};

// What is left with the person, B: the bill less every payer and what is outside the catalogue, but
// never more than what the receipt shows as paid by the person for the catalogue's part, and never
// below 0. Lines: INFERRED_BURDEN, RECEIPT_PERSONAL_PAY, BURDEN.
ExplainedAmount Burden(const Bill& bill);

// What the plan pays for a burden (>= 0). Rates are summed exactly and rounded once, half-up; then
// the bonus, if asked for; then the cap. Lines: RATE_TO_THRESHOLD, RATE_ABOVE_THRESHOLD (when the
// burden is above), ROUNDED, FIRST_ADMISSION_BONUS (when asked for), CAPPED_AT_BURDEN (when it
// bites).
ExplainedAmount Benefit(const HospitalTerms& terms, base::Fen burden, bool with_bonus);

}  // namespace unioncare::medical
