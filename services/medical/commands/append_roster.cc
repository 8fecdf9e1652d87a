#include "common/csv/cells.h"
#include "services/medical/commands/append_file.h"
#include "services/medical/commands/convert.h"
#include "services/medical/commands/reasons.h"
#include "services/medical/commands/upload_steps.h"

namespace unioncare::medical {
namespace {

// Excel keeps 15 digits: what it did to a longer number is named before the check digit is.
void NameRounding(std::string_view cell, std::vector<Fault>& faults) {
  for (Fault& fault : faults) {
    if (fault.column == "id_number" && csv::NumberRounded(std::string(cell))) {
      fault.reason = kNumberRounded;
    }
  }
}

}  // namespace

AppendRosterChunk::AppendRosterChunk(change::Request request, int64_t roster, FileChunk chunk,
                                     const Vault& vault, base::Date today)
    : Command(std::move(request)), roster_(roster), chunk_(std::move(chunk)), vault_(vault) {
  for (const FileRow& row : chunk_.rows) {
    Line line{row.row,
              {},
              ReadRosterRow({row.Cell("name"), row.Cell("id_number"), row.Cell("mobile")}, today)};
    NameRounding(row.Cell("id_number"), line.read.faults);
    if (!line.read.Refused()) line.person_key = vault.PersonKey(line.read.person.id_number);
    lines_.push_back(std::move(line));
  }
}

void AppendRosterChunk::Need(store::Store& store) const {
  store.rosters.Want(roster_);
  if (const auto* roster = store.rosters.Find(roster_)) {
    store.plan_versions.Want(roster->plan_version);
  }
  for (const Line& line : lines_) {
    if (line.read.Refused()) continue;
    store.persons.Want(line.person_key);
    store.person_secrets.Want(line.person_key);
    store.members.Want(store::RosterMemberRow::KeyOf(roster_, line.person_key));
    store.enrolments.WantChildrenOf(line.person_key);
  }
}

std::optional<change::RowScope> AppendRosterChunk::Subject(const store::Store& store) const {
  const auto* roster = store.rosters.Find(roster_);
  if (roster == nullptr) return std::nullopt;
  return change::RowScope{roster->organization, roster->county, ""};
}

absl::StatusOr<v1::AppendRosterResponse> AppendRosterChunk::Decide(
    store::Store& store, const change::Moment& moment) const {
  store::RosterRow roster = *store.rosters.Find(roster_);
  RETURN_IF_ERROR(CheckFollows(roster.upload, chunk_));
  roster.upload = Advanced(roster.upload, chunk_);
  for (const Line& line : lines_) RETURN_IF_ERROR(Accept(store, roster, line, moment));
  const RosterVerb verb = roster.upload.complete ? RosterVerb::kComplete : RosterVerb::kAppend;
  roster.state = static_cast<int32_t>(*After(static_cast<RosterState>(roster.state), verb));
  SaveChunk(store, roster_, chunk_, moment);
  v1::AppendRosterResponse response;
  response.set_next_offset(roster.upload.next_offset);
  *response.mutable_roster() = ToProto(roster, *store.plan_versions.Find(roster.plan_version),
                                       store.rosters.VersionOf(roster_) + 1, moment.caller->roles);
  store.rosters.Save(std::move(roster), "APPENDED");
  return response;
}

absl::Status AppendRosterChunk::Accept(store::Store& store, store::RosterRow& roster,
                                       const Line& line, const change::Moment& moment) const {
  for (const Fault& fault : line.read.faults) {
    Report(store, roster_, roster.upload, line.row, fault, moment);
  }
  if (line.read.Refused()) {
    ++roster.upload.refused;
    return absl::OkStatus();
  }
  const db::Bytes key = store::RosterMemberRow::KeyOf(roster_, line.person_key);
  if (const auto* earlier = store.members.Find(key)) {
    ++roster.upload.refused;
    Report(store, roster_, roster.upload, line.row, {"id_number", kDuplicateInFile}, moment,
           earlier->row);
    return absl::OkStatus();
  }
  for (const store::EnrolmentRow* enrolment : store.enrolments.ChildrenOf(line.person_key)) {
    if (enrolment->plan_version == roster.plan_version &&
        enrolment->state == store::EnrolmentRow::kEffective) {
      Report(store, roster_, roster.upload, line.row, {"id_number", kEnrolledElsewhere, true},
             moment);
    }
  }
  const RosterPerson& person = line.read.person;
  RETURN_IF_ERROR(vault_.SavePerson(
      store, line.person_key, {person.id_number, person.name, person.mobile}, moment.business));
  store.members.Save({key, roster_, line.row, line.person_key}, "ACCEPTED");
  ++roster.accepted;
  return absl::OkStatus();
}

}  // namespace unioncare::medical
