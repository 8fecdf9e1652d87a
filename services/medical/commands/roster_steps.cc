#include "services/medical/commands/roster_steps.h"

#include "common/rpc/values.h"
#include "common/status/reasons.h"
#include "services/medical/commands/convert.h"
#include "services/medical/commands/decide_person.h"
#include "services/medical/commands/make_effective.h"
#include "services/medical/commands/reasons.h"
#include "services/medical/rules/participation.h"

namespace unioncare::medical {

using store::RosterRow;
using store::Store;

CreateRoster::CreateRoster(change::Request request, const v1::CreateRosterRequest& body,
                           Employer employer)
    : Command(std::move(request)),
      plan_version_(PlanVersionKey(body.roster().plan_version())),
      headcount_(body.roster().headcount()),
      employer_(std::move(employer)) {}

void CreateRoster::Need(Store& store) const {
  store.plan_versions.Want(plan_version_);
  store.employers.Want(employer_.organization);
}

std::optional<change::RowScope> CreateRoster::Subject(const Store&) const {
  return change::RowScope{employer_.organization, employer_.county, ""};
}

absl::StatusOr<v1::Roster> CreateRoster::Decide(Store& store, const change::Moment& moment) const {
  const store::PlanVersionRow* version = store.plan_versions.Find(plan_version_);
  if (version == nullptr) {
    return status::Refuse(kPlanVersionNotFound, {{"plan_version", plan_version_}});
  }
  store::EmployerRow employer;
  if (const auto* known = store.employers.Find(employer_.organization)) employer = *known;
  employer.organization = employer_.organization;
  employer.county = employer_.county;
  employer.title = employer_.title;
  employer.credit_code = employer_.credit_code;
  ++employer.roster_count;
  RosterRow roster;
  roster.id = moment.NewId();
  roster.plan_version = plan_version_;
  roster.organization = employer.organization;
  roster.county = employer.county;
  roster.employer_title = employer.title;
  roster.employer_credit_code = employer.credit_code;
  roster.headcount = headcount_;
  roster.state = static_cast<int32_t>(RosterState::kDraft);
  roster.created_at = moment.business;
  store.employers.Save(std::move(employer), "ROSTER_MADE");
  store.rosters.Save(roster, "CREATED");
  return ToProto(roster, *version, 1, moment.caller->roles);
}

RosterStep::RosterStep(change::Request request, const std::string& name, std::string etag)
    : Command(std::move(request)),
      id_(base::ParseName(name, "rosters").value_or(0)),
      etag_(std::move(etag)) {}

void RosterStep::Need(Store& store) const {
  store.rosters.Want(id_);
  if (const RosterRow* roster = store.rosters.Find(id_)) {
    store.plan_versions.Want(roster->plan_version);
    store.pools.Want(roster->plan_version);
  }
}

std::optional<change::RowScope> RosterStep::Subject(const Store& store) const {
  const RosterRow* roster = store.rosters.Find(id_);
  if (roster == nullptr) return std::nullopt;
  return change::RowScope{roster->organization, roster->county, ""};
}

absl::StatusOr<RosterRow> RosterStep::Step(const Store& store, RosterVerb verb) const {
  RosterRow roster = *store.rosters.Find(id_);
  const auto state = static_cast<RosterState>(roster.state);
  const auto after = After(state, verb);
  if (!after) {
    return status::Refuse(status::kWrongState,
                          {{"state", std::string(Name(state))}, {"verb", std::string(Name(verb))}});
  }
  if (etag_ != rpc::EtagOf(store.rosters.VersionOf(id_))) {
    return status::Refuse(status::kChangedSinceSeen);
  }
  roster.state = static_cast<int32_t>(*after);
  return roster;
}

absl::StatusOr<v1::Roster> RosterStep::Keep(Store& store, RosterRow roster, std::string_view verb,
                                            const change::Moment& moment) const {
  const int64_t version = store.rosters.VersionOf(id_) + 1;
  store.rosters.Save(roster, verb);
  return ToProto(roster, *store.plan_versions.Find(roster.plan_version), version,
                 moment.caller->roles);
}

absl::StatusOr<v1::Roster> SubmitRoster::Decide(Store& store, const change::Moment& moment) const {
  ASSIGN_OR_RETURN(RosterRow roster, Step(store, RosterVerb::kSubmit));
  const store::PlanVersionRow& version = *store.plan_versions.Find(roster.plan_version);
  const std::string accepted = std::to_string(roster.accepted);
  if (roster.accepted == 0) return status::Refuse(kNobodyAccepted);
  const int64_t floor = ParticipationFloor(roster.headcount, version.participation_percent,
                                           version.full_participation_up_to);
  if (roster.accepted < floor) {
    return status::Refuse(kBelowFloor, {{"accepted", accepted}, {"floor", std::to_string(floor)}});
  }
  if (roster.accepted > roster.headcount) {
    return status::Refuse(kHeadcountExceeded, {{"accepted", accepted},
                                               {"headcount", std::to_string(roster.headcount)}});
  }
  return Keep(store, std::move(roster), "SUBMITTED", moment);
}

ConfirmRosterPayment::ConfirmRosterPayment(change::Request request,
                                           const v1::ConfirmRosterPaymentRequest& body)
    : RosterStep(std::move(request), body.name(), body.etag()),
      amount_(*rpc::FenOf(body.amount())),
      paid_on_(*rpc::DateOf(body.paid_on())) {}

absl::StatusOr<v1::Roster> ConfirmRosterPayment::Decide(Store& store,
                                                        const change::Moment& moment) const {
  ASSIGN_OR_RETURN(RosterRow roster, Step(store, RosterVerb::kConfirmPayment));
  const base::Fen due = AmountDue(roster, *store.plan_versions.Find(roster.plan_version));
  if (amount_ != due) {
    return status::Refuse(kAmountMismatch, {{"amount_due", base::ToYuan(due)}});
  }
  if (paid_on_ > moment.today) {
    return status::Refuse(kPaidInFuture, {{"today", moment.today.ToString()}});
  }
  roster.paid_on = paid_on_;
  store::PoolRow pool = PoolOf(store, roster.plan_version);
  pool.contributions.value += due.value;
  store.pools.Save(std::move(pool), "CONTRIBUTED");
  change::JobRow job;
  job.id = moment.NewId();
  job.kind = std::string(kMakeEffectiveJob);
  job.subject = roster.id;
  job.due = moment.security;
  store.jobs.Save(std::move(job), "STARTED");
  return Keep(store, std::move(roster), "PAID", moment);
}

}  // namespace unioncare::medical
