#include "services/medical/commands/make_effective.h"

#include <tuple>

#include "services/medical/commands/decide_person.h"
#include "services/medical/rules/term.h"
#include "services/medical/store/queries.h"

namespace unioncare::medical {
namespace {

using store::EnrolmentRow;
using store::RosterRow;
using store::Store;

EnrolmentRow NewEnrolment(const RosterRow& roster, const store::PlanVersionRow& version,
                          const store::PersonRow& person, const change::Moment& moment) {
  EnrolmentRow enrolment;
  enrolment.id = moment.NewId();
  enrolment.person_key = person.person_key;
  enrolment.plan_id = version.plan_id;
  enrolment.plan_version = version.key;
  enrolment.roster = roster.id;
  enrolment.organization = roster.organization;
  enrolment.county = roster.county;
  enrolment.masked_name = person.masked_name;
  enrolment.masked_id_number = person.masked_id_number;
  enrolment.term_start = version.term_start;
  enrolment.term_end = TermEnd(version.term_start, version.term_years);
  enrolment.first_covered = FirstCoveredDays(version.term_start, version.waiting_days);
  enrolment.paid_on = *roster.paid_on;
  enrolment.created_at = moment.business;
  return enrolment;
}

// Whose share counts: paid first, then the older roster.
bool Before(const EnrolmentRow& a, const EnrolmentRow& b) {
  return std::tuple(a.paid_on, a.roster) < std::tuple(b.paid_on, b.roster);
}

const EnrolmentRow* Counted(const Store& store, const db::Bytes& person,
                            const std::string& plan_version) {
  for (const EnrolmentRow* enrolment : store.enrolments.ChildrenOf(person)) {
    if (enrolment->plan_version == plan_version && enrolment->state == EnrolmentRow::kEffective) {
      return enrolment;
    }
  }
  return nullptr;
}

void Void(Store& store, EnrolmentRow enrolment, int64_t counted, base::Fen fee) {
  enrolment.state = EnrolmentRow::kVoid;
  enrolment.counted_enrolment = counted;
  enrolment.refund_due = fee;
  store::PoolRow pool = *store.pools.Find(enrolment.plan_version);
  pool.refunds_due.value += fee.value;
  store.pools.Save(std::move(pool), "REFUND_DUE");
  store.enrolments.Save(std::move(enrolment), "VOID");
}

}  // namespace

MakeEffective::MakeEffective(const change::JobRow& job, std::vector<store::RosterMemberRow> members)
    : Command(change::ChunkRequest(job)),
      job_(job.id),
      roster_(job.subject),
      members_(std::move(members)) {
  for (const auto& member : members_) persons_.push_back(member.person_key);
}

absl::StatusOr<std::unique_ptr<change::AnyCommand>> MakeEffective::Next(db::Connection& connection,
                                                                        const change::JobRow& job) {
  ASSIGN_OR_RETURN(auto members,
                   store::MembersAfter(connection, job.subject, job.position, kEnrolmentsPerChunk));
  return std::make_unique<MakeEffective>(job, std::move(members));
}

void MakeEffective::Need(Store& store) const {
  store.jobs.Want(job_);
  store.rosters.Want(roster_);
  const RosterRow* roster = store.rosters.Find(roster_);
  if (roster == nullptr) return;
  store.plan_versions.Want(roster->plan_version);
  store.pools.Want(roster->plan_version);
  if (const auto* version = store.plan_versions.Find(roster->plan_version)) {
    store.figures.Want(store::FigureRow::KeyOf(version->term_start.Year(), roster->county));
  }
  NeedPersons(store, persons_, roster->county);
  for (const db::Bytes& person : persons_) {
    for (const EnrolmentRow* enrolment : store.enrolments.ChildrenOf(person)) {
      store.rosters.Want(enrolment->roster);
    }
  }
}

std::optional<change::RowScope> MakeEffective::Subject(const Store& store) const {
  if (store.rosters.Find(roster_) == nullptr) return std::nullopt;
  return change::RowScope{};
}

absl::StatusOr<google::protobuf::Empty> MakeEffective::Decide(Store& store,
                                                              const change::Moment& moment) const {
  RosterRow roster = *store.rosters.Find(roster_);
  change::JobRow job = *store.jobs.Find(job_);
  for (const db::Bytes& person : persons_) {
    Enroll(store, roster, person, moment);
    DecidePerson(store, person, moment);
  }
  if (members_.empty()) {
    job.state = "DONE";
    roster.state = static_cast<int32_t>(
        *After(static_cast<RosterState>(roster.state), RosterVerb::kMakeEffective));
  } else {
    job.position = members_.back().row;
  }
  store.rosters.Save(std::move(roster), members_.empty() ? "EFFECTIVE" : "ENROLLED");
  store.jobs.Save(std::move(job), members_.empty() ? "DONE" : "MOVED");
  return google::protobuf::Empty();
}

void MakeEffective::Enroll(Store& store, RosterRow& roster, const db::Bytes& person,
                           const change::Moment& moment) const {
  const store::PlanVersionRow& version = *store.plan_versions.Find(roster.plan_version);
  EnrolmentRow enrolment = NewEnrolment(roster, version, *store.persons.Find(person), moment);
  const EnrolmentRow* counted = Counted(store, person, version.key);
  if (counted != nullptr && Before(*counted, enrolment)) {
    ++roster.voided;
    return Void(store, std::move(enrolment), counted->id, version.fee);
  }
  if (counted != nullptr) {
    RosterRow other = *store.rosters.Find(counted->roster);
    --other.enrolled;
    ++other.voided;
    store.rosters.Save(std::move(other), "SHARE_VOID");
    CountEnrolment(store, *counted, -1);
    Void(store, *counted, enrolment.id, version.fee);
  }
  ++roster.enrolled;
  CountEnrolment(store, enrolment, +1);
  store.enrolments.Save(std::move(enrolment), "EFFECTIVE");
}

}  // namespace unioncare::medical
