#include "services/medical/rules/adjudicate.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace unioncare::medical {
namespace {

using base::Fen;

// What one claim is worth by itself, before it is known who holds the bonus.
struct Assessment {
  const Cover* cover = nullptr;  // nullptr: no claim
  std::optional<Refusal> by_dates;
  ExplainedAmount burden;
  bool pays = false;  // pays something without the bonus, and nobody refused it
};

// Smallest first: who is earlier holds the bonus.
using Admission = std::tuple<base::Date, std::string, int64_t>;

Admission AdmissionOf(const Event& event) { return {event.admit, event.encounter_id, event.id}; }

// The cover whose term contains the day, else the last one that ended before it, else the first
// one. nullptr only when there are none.
const Cover* CoverFor(const std::vector<Cover>& covers, base::Date day) {
  const Cover* first = nullptr;
  const Cover* started = nullptr;
  for (const Cover& cover : covers) {
    if (first == nullptr || cover.term_start < first->term_start) first = &cover;
    if (cover.term_start > day) continue;
    if (started == nullptr || cover.term_start > started->term_start) started = &cover;
  }
  return started != nullptr ? started : first;
}

std::optional<Refusal> RefusedByDates(const Cover& cover, base::Date day) {
  if (day < cover.term_start) return Refusal::kBeforeStart;
  if (day > cover.term_end) return Refusal::kExpired;
  if (day < cover.first_covered) return Refusal::kWaitingPeriod;
  return std::nullopt;
}

Assessment Assess(const std::vector<Cover>& covers, const Event& event) {
  Assessment result;
  if (event.visit_kind != VisitKind::kInpatient) return result;
  result.cover = CoverFor(covers, event.admit);
  if (result.cover == nullptr) return result;
  result.by_dates = RefusedByDates(*result.cover, event.admit);
  if (result.by_dates) return result;
  result.burden = Burden(event.bill);
  result.pays = !event.rejected_by_person &&
                Benefit(result.cover->terms, result.burden.amount, false).amount > Fen{0};
  return result;
}

// What one claim must know of the others.
struct Others {
  std::map<int64_t, Admission> first_admissions;  // by cover
  std::map<std::string, int> paying;              // claims by encounter
};

Others Compare(const std::vector<Event>& events, const std::vector<Assessment>& assessments) {
  Others others;
  for (size_t i = 0; i < events.size(); ++i) {
    if (!assessments[i].pays) continue;
    ++others.paying[events[i].encounter_id];
    const Admission admission = AdmissionOf(events[i]);
    const auto [holder, added] =
        others.first_admissions.try_emplace(assessments[i].cover->id, admission);
    if (!added && admission < holder->second) holder->second = admission;
  }
  return others;
}

bool HoldsBonus(const Event& event, const Assessment& assessment, const Others& others) {
  return assessment.pays && assessment.cover->terms.first_admission_bonus > Fen{0} &&
         others.first_admissions.at(assessment.cover->id) == AdmissionOf(event);
}

uint32_t RaisedFlags(const Event& event, const Assessment& assessment, const Others& others) {
  uint32_t flags = 0;
  if (event.admit < assessment.cover->paid_on) flags |= Bit(Flag::kPrePaymentEvent);
  if (BillInconsistent(event.bill)) flags |= Bit(Flag::kBillInconsistent);
  if (assessment.pays && others.paying.at(event.encounter_id) > 1) flags |= Bit(Flag::kSameStay);
  return flags;
}

void Refuse(Decision& decision, Refusal refusal,
            std::vector<std::pair<std::string, std::string>> inputs) {
  decision.verdict = Verdict::kRejected;
  decision.amount = Fen{0};
  decision.reasons = {refusal};
  decision.open_flags = 0;
  decision.lines.push_back(
      {Name(refusal), Label(refusal), LabelEn(refusal), std::move(inputs), "0.00"});
}

void RefuseByDates(Decision& decision, Refusal refusal, const Cover& cover, base::Date admit) {
  Refuse(decision, refusal,
         {{"admit_date", admit.ToString()},
          {"term_start", cover.term_start.ToString()},
          {"first_covered", cover.first_covered.ToString()},
          {"term_end", cover.term_end.ToString()}});
}

void WithoutClaim(Decision& decision, const Event& event) {
  const std::string admit = event.admit.ToString();
  if (event.visit_kind == VisitKind::kInpatient) {
    decision.verdict = Verdict::kUnmatched;
    decision.lines = {{"UNMATCHED",
                       "没有本计划的参保记录，参保后自动重新匹配",
                       "Not enrolled in the plan; matched when an enrolment appears",
                       {{"admit_date", admit}},
                       "0.00"}};
    return;
  }
  decision.verdict = Verdict::kNoClaim;
  decision.lines = {{"VISIT_KIND_NOT_PAID",
                     "本计划只补助住院费用",
                     "The plan pays for stays in hospital only",
                     {{"admit_date", admit}},
                     "0.00"}};
}

// The verdict of a claim whose dates are covered and that no person refused.
void Settle(Decision& decision, const Assessment& assessment) {
  const Fen burden = assessment.burden.amount;
  ExplainedAmount benefit = Benefit(assessment.cover->terms, burden, decision.first_admission);
  decision.amount = benefit.amount;
  std::move(benefit.lines.begin(), benefit.lines.end(), std::back_inserter(decision.lines));
  if (decision.amount == Fen{0} && !(decision.open_flags & Bit(Flag::kBillInconsistent))) {
    const Refusal refusal = burden == Fen{0} ? Refusal::kNegativeBase : Refusal::kBelowDeductible;
    Refuse(decision, refusal, {{"burden", base::ToYuan(burden)}});
    return;
  }
  decision.verdict = decision.open_flags == 0 ? Verdict::kApproved : Verdict::kUnderReview;
}

Decision Decide(const Event& event, const Assessment& assessment, const Others& others) {
  Decision decision;
  decision.event_id = event.id;
  if (assessment.cover == nullptr) {
    WithoutClaim(decision, event);
    return decision;
  }
  decision.cover_id = assessment.cover->id;
  decision.plan_version = assessment.cover->plan_version;
  if (!assessment.by_dates) {
    decision.flags = RaisedFlags(event, assessment, others);
    decision.open_flags = decision.flags & ~event.cleared_flags;
    decision.burden = assessment.burden.amount;
    decision.lines = assessment.burden.lines;
    decision.first_admission = HoldsBonus(event, assessment, others);
  }
  if (event.rejected_by_person) {
    Refuse(decision, *event.rejected_by_person, {{"admit_date", event.admit.ToString()}});
  } else if (assessment.by_dates) {
    RefuseByDates(decision, *assessment.by_dates, *assessment.cover, event.admit);
  } else {
    Settle(decision, assessment);
  }
  return decision;
}

}  // namespace

std::vector<Decision> Adjudicate(const std::vector<Cover>& covers,
                                 const std::vector<Event>& events) {
  std::vector<Assessment> assessments;
  assessments.reserve(events.size());
  for (const Event& event : events) assessments.push_back(Assess(covers, event));
  const Others others = Compare(events, assessments);
  std::vector<Decision> decisions;
  decisions.reserve(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    decisions.push_back(Decide(events[i], assessments[i], others));
  }
  return decisions;
}

}  // namespace unioncare::medical
