#include "services/medical/rules/term.h"

namespace unioncare::medical {

base::Date TermEnd(base::Date start, int years) {
  return base::AddDays(base::ForwardAnniversary(start, years), -1);
}

base::Date FirstCoveredDays(base::Date start, int wait_days) {
  return base::AddDays(start, wait_days);
}

base::Date FirstCoveredMonths(base::Date start, int wait_months) {
  return base::AddMonthsClamped(start, wait_months);
}

}  // namespace unioncare::medical
