#pragma once

#include "common/base/date.h"

// Terms and waiting periods (domain/medical §3.4).
//
//   TermEnd(2024-02-29, 1) == 2025-02-28;  the next term starts on 2025-03-01
namespace unioncare::medical {

// The last day of a term of `years` years: the day before the forward anniversary of its start.
// Terms chained by it, each counted from the first start, leave no gap and do not overlap.
base::Date TermEnd(base::Date start, int years);

// First day whose events are paid after a wait of days; an event on that day is paid.
base::Date FirstCoveredDays(base::Date start, int wait_days);

// The same for a wait of months: the same day, or the last day of a shorter month.
base::Date FirstCoveredMonths(base::Date start, int wait_months);

}  // namespace unioncare::medical
