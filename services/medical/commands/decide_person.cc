#include "services/medical/commands/decide_person.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/crypto/digest.h"
#include "services/medical/commands/convert.h"
#include "services/medical/rules/adjudicate.h"

namespace unioncare::medical {
namespace {

using store::ClaimRow;
using store::EnrolmentRow;
using store::SettlementRow;
using store::Store;

// The tallies of a pool and of a figure count claims alike.
template <class Tally>
void CountIn(Tally& tally, const ClaimRow& claim, int64_t difference) {
  switch (static_cast<ClaimState>(claim.state)) {
    case ClaimState::kApproved:
      tally.approved += difference;
      tally.awarded.value += difference * claim.amount.value;
      break;
    case ClaimState::kUnderReview:
      tally.under_review += difference;
      break;
    case ClaimState::kRejected:
      tally.rejected += difference;
      break;
    case ClaimState::kNew:
      break;
  }
}

store::FigureRow FigureOf(const Store& store, int32_t year, const std::string& county) {
  const std::string key = store::FigureRow::KeyOf(year, county);
  if (const store::FigureRow* figure = store.figures.Find(key)) return *figure;
  store::FigureRow figure;
  figure.key = key;
  figure.year = year;
  figure.county = county;
  return figure;
}

void CountClaim(Store& store, const ClaimRow& claim, int64_t difference) {
  store::PoolRow pool = PoolOf(store, claim.plan_version);
  CountIn(pool, claim, difference);
  store.pools.Save(std::move(pool), "COUNTED");
  store::FigureRow figure = FigureOf(store, claim.event_date.Year(), claim.county);
  CountIn(figure, claim, difference);
  store.figures.Save(std::move(figure), "COUNTED");
}

Cover CoverOf(const EnrolmentRow& enrolment, const store::PlanVersionRow& version,
              int64_t ordinal) {
  Cover cover;
  cover.id = enrolment.id;
  cover.plan_version = ordinal;
  cover.term_start = enrolment.term_start;
  cover.term_end = enrolment.term_end;
  cover.first_covered = enrolment.first_covered;
  cover.paid_on = enrolment.paid_on;
  cover.terms = TermsOf(version);
  return cover;
}

Event EventOf(const SettlementRow& settlement, const ClaimRow* claim) {
  Event event;
  event.id = settlement.id;
  event.encounter_id = settlement.encounter_id;
  event.visit_kind = static_cast<VisitKind>(settlement.visit_kind);
  event.admit = settlement.admit_date;
  event.bill = settlement.bill;
  if (claim != nullptr) {
    event.cleared_flags = claim->cleared_flags;
    event.rejected_by_person = RefusalFromName(claim->rejected_by_person);
  }
  return event;
}

ClaimState StateOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kApproved:
      return ClaimState::kApproved;
    case Verdict::kUnderReview:
      return ClaimState::kUnderReview;
    default:
      return ClaimState::kRejected;
  }
}

// What a decision says, on a claim that is new or was decided before.
ClaimRow Decided(const ClaimRow* before, const Decision& decision, const EnrolmentRow& enrolment,
                 const SettlementRow& settlement) {
  ClaimRow claim = before == nullptr ? ClaimRow{} : *before;
  claim.person_key = settlement.person_key;
  claim.settlement = settlement.id;
  claim.plan_id = enrolment.plan_id;
  claim.plan_version = enrolment.plan_version;
  claim.enrolment = enrolment.id;
  claim.organization = enrolment.organization;
  claim.county = enrolment.county;
  claim.masked_name = enrolment.masked_name;
  claim.state = static_cast<int32_t>(StateOf(decision.verdict));
  claim.amount = decision.amount;
  claim.burden = decision.burden;
  claim.event_date = settlement.admit_date;
  claim.first_admission = decision.first_admission;
  claim.reason = decision.reasons.empty() ? "" : std::string(Name(decision.reasons.front()));
  claim.flags = decision.flags;
  claim.open_flags = decision.open_flags;
  if (decision.verdict == Verdict::kUnderReview) claim.decided_by.clear();
  return claim;
}

// Whether a decision changes what is stored; who decided and when does not count.
bool Differs(const ClaimRow& a, const ClaimRow& b) {
  return db::RowDigest(a, 0) != db::RowDigest(b, 0);
}

class PersonDecision {
 public:
  PersonDecision(Store& store, const db::Bytes& person, const change::Moment& moment)
      : store_(store), moment_(moment), settlements_(store.settlements.ChildrenOf(person)) {
    for (const EnrolmentRow* enrolment : store.enrolments.ChildrenOf(person)) {
      if (enrolment->state == EnrolmentRow::kEffective)
        plans_[enrolment->plan_id].push_back(enrolment);
    }
    for (const ClaimRow* claim : store.claims.ChildrenOf(person)) {
      claims_[{claim->plan_id, claim->settlement}] = claim;
    }
  }

  void Run() {
    for (const auto& [plan_id, enrolments] : plans_) DecidePlan(plan_id, enrolments);
    for (const SettlementRow* settlement : settlements_) MarkSettlement(*settlement);
  }

 private:
  void DecidePlan(int64_t plan_id, const std::vector<const EnrolmentRow*>& enrolments) {
    std::vector<Cover> covers;
    for (const EnrolmentRow* enrolment : enrolments) {
      covers.push_back(CoverOf(*enrolment, *store_.plan_versions.Find(enrolment->plan_version),
                               static_cast<int64_t>(covers.size())));
    }
    std::vector<Event> events;
    for (const SettlementRow* settlement : settlements_) {
      const auto claim = claims_.find({plan_id, settlement->id});
      events.push_back(EventOf(*settlement, claim == claims_.end() ? nullptr : claim->second));
    }
    const std::vector<Decision> decisions = Adjudicate(covers, events);
    for (size_t i = 0; i < decisions.size(); ++i) {
      if (decisions[i].cover_id == 0) continue;
      Keep(decisions[i], *enrolments[decisions[i].plan_version], *settlements_[i]);
    }
  }

  void Keep(const Decision& decision, const EnrolmentRow& enrolment,
            const SettlementRow& settlement) {
    answering_[settlement.id] = &enrolment;
    const auto found = claims_.find({enrolment.plan_id, settlement.id});
    const ClaimRow* before = found == claims_.end() ? nullptr : found->second;
    ClaimRow claim = Decided(before, decision, enrolment, settlement);
    if (before == nullptr) {
      claim.id = moment_.NewId();
      claim.created_at = moment_.business;
    }
    Explain(decision, claim);
    if (before != nullptr && !Differs(*before, claim)) return;
    RestateClaim(store_, before == nullptr ? ClaimRow{} : *before, claim,
                 Name(static_cast<ClaimState>(claim.state)), moment_);
  }

  void Explain(const Decision& decision, ClaimRow& claim) {
    store::ExplanationRow explanation;
    explanation.content.value = ExplanationBytes(decision.lines);
    std::string hash(crypto::Bytes(crypto::Sha256(explanation.content.value)));
    if (hash == claim.explanation_hash.value) return;
    explanation.id = moment_.NewId();
    explanation.claim = claim.id;
    claim.explanation = explanation.id;
    claim.explanation_hash.value = std::move(hash);
    store_.explanations.Save(std::move(explanation), "EXPLAINED");
  }

  void MarkSettlement(const SettlementRow& settlement) {
    SettlementRow marked = settlement;
    const auto answer = answering_.find(settlement.id);
    if (answer != answering_.end()) {
      marked.state = SettlementRow::kMatched;
      marked.organization = answer->second->organization;
      marked.county = answer->second->county;
    } else {
      marked.state = static_cast<VisitKind>(settlement.visit_kind) == VisitKind::kInpatient
                         ? SettlementRow::kUnmatched
                         : SettlementRow::kNotClaimable;
    }
    if (marked.state == settlement.state && marked.organization == settlement.organization) return;
    store_.settlements.Save(std::move(marked), "MATCHED");
  }

  Store& store_;
  const change::Moment& moment_;
  const std::vector<const SettlementRow*> settlements_;
  std::map<int64_t, std::vector<const EnrolmentRow*>> plans_;
  std::map<std::pair<int64_t, int64_t>, const ClaimRow*> claims_;  // by plan and settlement
  std::map<int64_t, const EnrolmentRow*> answering_;               // by settlement
};

}  // namespace

store::PoolRow PoolOf(const Store& store, const std::string& plan_version) {
  if (const store::PoolRow* pool = store.pools.Find(plan_version)) return *pool;
  store::PoolRow pool;
  pool.plan_version = plan_version;
  return pool;
}

void NeedPersons(Store& store, const std::vector<db::Bytes>& persons, const std::string& county) {
  for (const db::Bytes& person : persons) {
    store.persons.Want(person);
    store.enrolments.WantChildrenOf(person);
    store.settlements.WantChildrenOf(person);
    store.claims.WantChildrenOf(person);
    std::set<std::string> counties = {county};
    for (const EnrolmentRow* enrolment : store.enrolments.ChildrenOf(person)) {
      counties.insert(enrolment->county);
      store.plan_versions.Want(enrolment->plan_version);
      store.pools.Want(enrolment->plan_version);
      store.figures.Want(store::FigureRow::KeyOf(enrolment->term_start.Year(), enrolment->county));
    }
    counties.erase("");
    for (const SettlementRow* settlement : store.settlements.ChildrenOf(person)) {
      for (const std::string& each : counties) {
        store.figures.Want(store::FigureRow::KeyOf(settlement->admit_date.Year(), each));
      }
    }
  }
}

void DecidePerson(Store& store, const db::Bytes& person, const change::Moment& moment) {
  PersonDecision(store, person, moment).Run();
}

void RestateClaim(Store& store, const ClaimRow& before, ClaimRow after, std::string_view verb,
                  const change::Moment& moment) {
  if (before.id != 0) CountClaim(store, before, -1);
  after.decision_version = before.decision_version + 1;
  after.updated_at = moment.business;
  CountClaim(store, after, +1);
  store.claims.Save(std::move(after), verb);
}

void CountEnrolment(Store& store, const EnrolmentRow& enrolment, int64_t difference) {
  store::PoolRow pool = PoolOf(store, enrolment.plan_version);
  pool.enrolled += difference;
  store.pools.Save(std::move(pool), "COUNTED");
  store::FigureRow figure = FigureOf(store, enrolment.term_start.Year(), enrolment.county);
  figure.enrolled += difference;
  store.figures.Save(std::move(figure), "COUNTED");
}

}  // namespace unioncare::medical
