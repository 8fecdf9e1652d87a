#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/date.h"
#include "common/base/money.h"
#include "services/medical/rules/bill.h"
#include "services/medical/rules/hospital_benefit.h"
#include "services/medical/rules/line.h"
#include "services/medical/rules/reasons.h"
#include "services/medical/rules/visit_kind.h"

// The decision over all settlements of ONE person under ONE plan, made at once from what is known:
// whatever the order in which rosters, settlements and reviews arrive, the same facts give the same
// decisions. It is decided anew when a fact changes; the caller stores what came out differently.
//
//   std::vector<Decision> decisions = Adjudicate(covers, events);   // decisions[i] is of events[i]
//
// Who gets what (domain/medical §3.5 B1, §3.8):
// * A visit that is no stay in hospital makes no claim (kNoClaim); without any cover there is none
//   either (kUnmatched).
// * The event's date is the admission. Inside a term from first_covered on it is covered; before
//   that WAITING_PERIOD. Outside every term: BEFORE_START when it is before all of them (measured
//   against the first), otherwise EXPIRED (against the last one that ended before it).
// * A burden of 0 is NEGATIVE_BASE; a benefit that comes to 0 without the bonus BELOW_DEDUCTIBLE.
//   While BILL_INCONSISTENT is open neither refuses: the figures are what must be looked at.
// * A person's refusal stands, also against what the rules would say.
// * The bonus of a term goes to the smallest (admission, encounter, id) of its claims that pay
//   something without it; one under review holds it. Terms without a bonus have no first admission.
// * SAME_STAY is raised on all claims of an encounter when two or more of them pay something. A
//   reversed settlement (all amounts 0) or a refused one pays nothing, so it raises nothing.
// * A raised flag is open until somebody clears it; a claim with an open one is under review.
namespace unioncare::medical {

// An effective enrolment. The terms of one person's covers under one plan do not overlap.
struct Cover {
  int64_t id = 0;            // > 0
  int64_t plan_version = 0;  // opaque; comes back in the decision
  base::Date term_start;
  base::Date term_end;       // last day of the term, included
  base::Date first_covered;  // first day whose events are paid; term_start when there is no wait
  base::Date paid_on;        // the bank's date of the fee
  HospitalTerms terms;
};

// A settlement, and what people have decided about its claim so far.
struct Event {
  int64_t id = 0;            // unique among the events
  std::string encounter_id;  // the stay; several settlements may belong to one
  VisitKind visit_kind = VisitKind::kInpatient;
  base::Date admit;
  Bill bill;                   // in range (BillOutOfRange)
  uint32_t cleared_flags = 0;  // bits of Flag that an approver has accepted
  std::optional<Refusal> rejected_by_person;
};

enum class Verdict { kNoClaim, kUnmatched, kApproved, kUnderReview, kRejected };

struct Decision {
  int64_t event_id = 0;
  Verdict verdict = Verdict::kNoClaim;
  int64_t cover_id = 0;          // the cover that answers, also when it refuses; 0: none
  int64_t plan_version = 0;      // of that cover
  base::Fen amount;              // paid, or under review what would be; 0 when refused
  base::Fen burden;              // 0 when the dates already refuse
  bool first_admission = false;  // holds the bonus of its term
  std::vector<Refusal> reasons;  // exactly one when refused, else none
  uint32_t flags = 0;            // bits of Flag raised, cleared or not; none when the dates refuse
  uint32_t open_flags = 0;       // those a person must still look at; 0 unless under review
  std::vector<Line> lines;       // never empty

  friend bool operator==(const Decision&, const Decision&) = default;
};

std::vector<Decision> Adjudicate(const std::vector<Cover>& covers,
                                 const std::vector<Event>& events);

}  // namespace unioncare::medical
