#include <algorithm>

#include "common/codes/mask.h"
#include "common/crypto/digest.h"
#include "common/csv/cells.h"
#include "services/medical/commands/append_file.h"
#include "services/medical/commands/convert.h"
#include "services/medical/commands/decide_person.h"
#include "services/medical/commands/reasons.h"
#include "services/medical/commands/upload_steps.h"

namespace unioncare::medical {
namespace {

SettlementCells CellsOf(const FileRow& row) {
  return {
      row.Cell("settlement_id"),    row.Cell("version"),        row.Cell("encounter_id"),
      row.Cell("id_number"),        row.Cell("hospital_code"),  row.Cell("visit_kind"),
      row.Cell("admit_date"),       row.Cell("discharge_date"), row.Cell("settle_time"),
      row.Cell("disease_codes"),    row.Cell("total"),          row.Cell("pool_pay"),
      row.Cell("catastrophic_pay"), row.Cell("civil_pay"),      row.Cell("med_aid_pay"),
      row.Cell("other_pay"),        row.Cell("hospital_borne"), row.Cell("self_funded"),
      row.Cell("self_managed"),     row.Cell("self_paid"),      row.Cell("personal_account_pay"),
      row.Cell("cash_pay")};
}

// Of what the row means, not of how it is written: 1,200 and 1200.00 are the same amount.
db::Bytes ContentHash(const Settlement& settlement) {
  store::SettlementRow row;
  row.settlement_id = settlement.settlement_id;
  row.version = settlement.version;
  row.encounter_id = settlement.encounter_id;
  row.masked_id_number = settlement.id_number;
  row.hospital_code = settlement.hospital_code;
  row.visit_kind = static_cast<int32_t>(settlement.visit_kind);
  row.admit_date = settlement.admit_date;
  row.discharge_date = settlement.discharge_date;
  row.settle_time = settlement.settle_time;
  row.disease_codes.value = settlement.disease_codes;
  row.bill = settlement.bill;
  return {db::RowDigest(row, 0)};
}

}  // namespace

absl::StatusOr<v1::SettlementImport> CreateSettlementImport::Decide(
    store::Store& store, const change::Moment& moment) const {
  store::ImportRow import;
  import.id = moment.NewId();
  import.title = title_;
  import.dry_run = dry_run_;
  import.created_at = moment.business;
  store.imports.Save(import, "OPENED");
  return ToProto(import, 1);
}

AppendSettlementChunk::AppendSettlementChunk(change::Request request, int64_t import,
                                             FileChunk chunk, const Vault& vault, base::Date today)
    : Command(std::move(request)), import_(import), chunk_(std::move(chunk)), vault_(vault) {
  for (const FileRow& row : chunk_.rows) {
    Line line{row.row, {}, {}, ReadSettlementRow(CellsOf(row), today)};
    if (line.read.faults.empty()) {
      line.person_key = vault.PersonKey(line.read.settlement.id_number);
      line.content_hash = ContentHash(line.read.settlement);
      persons_.push_back(line.person_key);
    }
    lines_.push_back(std::move(line));
  }
  std::ranges::sort(persons_);
  persons_.erase(std::unique(persons_.begin(), persons_.end()), persons_.end());
}

void AppendSettlementChunk::Need(store::Store& store) const {
  store.imports.Want(import_);
  NeedPersons(store, persons_);
  for (const db::Bytes& person : persons_) store.person_secrets.Want(person);
  for (const Line& line : lines_) {
    if (!line.read.faults.empty()) continue;
    const Settlement& settlement = line.read.settlement;
    store.settlements.Want(
        store::SettlementRow::KeyOf(settlement.settlement_id, settlement.version));
    for (const auto* enrolment : store.enrolments.ChildrenOf(line.person_key)) {
      store.figures.Want(store::FigureRow::KeyOf(settlement.admit_date.Year(), enrolment->county));
    }
  }
}

std::optional<change::RowScope> AppendSettlementChunk::Subject(const store::Store& store) const {
  if (store.imports.Find(import_) == nullptr) return std::nullopt;
  return change::RowScope{};
}

absl::StatusOr<v1::AppendSettlementImportResponse> AppendSettlementChunk::Decide(
    store::Store& store, const change::Moment& moment) const {
  store::ImportRow import = *store.imports.Find(import_);
  RETURN_IF_ERROR(CheckFollows(import.upload, chunk_));
  import.upload = Advanced(import.upload, chunk_);
  std::vector<std::string> accepted;  // keys; a row that repeats one is not accepted again
  for (const Line& line : lines_) {
    const int32_t before = import.accepted;
    RETURN_IF_ERROR(Accept(store, import, line, moment));
    const Settlement& settlement = line.read.settlement;
    if (import.accepted == before) continue;
    accepted.push_back(store::SettlementRow::KeyOf(settlement.settlement_id, settlement.version));
  }
  if (!import.dry_run) {
    for (const db::Bytes& person : persons_) DecidePerson(store, person, moment);
  }
  for (const std::string& key : accepted) {
    const auto* stored = store.settlements.Find(key);
    import.unmatched += stored != nullptr && stored->state == store::SettlementRow::kUnmatched;
  }
  SaveChunk(store, import_, chunk_, moment);
  v1::AppendSettlementImportResponse response;
  response.set_next_offset(import.upload.next_offset);
  *response.mutable_settlement_import() = ToProto(import, store.imports.VersionOf(import_) + 1);
  store.imports.Save(std::move(import), "APPENDED");
  return response;
}

absl::Status AppendSettlementChunk::Accept(store::Store& store, store::ImportRow& import,
                                           const Line& line, const change::Moment& moment) const {
  for (const Fault& fault : line.read.faults) {
    Report(store, import_, import.upload, line.row, fault, moment);
  }
  if (!line.read.faults.empty()) {
    ++import.upload.refused;
    return absl::OkStatus();
  }
  const Settlement& settlement = line.read.settlement;
  const std::string key = store::SettlementRow::KeyOf(settlement.settlement_id, settlement.version);
  if (const auto* known = store.settlements.Find(key)) {
    if (known->content_hash == line.content_hash) {
      ++import.replayed;
      return absl::OkStatus();
    }
    ++import.upload.refused;
    Report(store, import_, import.upload, line.row, {"settlement_id", kSettlementChanged}, moment);
    return absl::OkStatus();
  }
  ++import.accepted;
  if (import.dry_run) return absl::OkStatus();
  RETURN_IF_ERROR(
      vault_.SavePerson(store, line.person_key, {settlement.id_number, "", ""}, moment.business));
  store::SettlementRow row;
  row.key = key;
  row.id = moment.NewId();
  row.settlement_id = settlement.settlement_id;
  row.version = settlement.version;
  row.encounter_id = settlement.encounter_id;
  row.person_key = line.person_key;
  row.masked_id_number = codes::MaskIdNumber(settlement.id_number);
  row.hospital_code = settlement.hospital_code;
  row.visit_kind = static_cast<int32_t>(settlement.visit_kind);
  row.admit_date = settlement.admit_date;
  row.discharge_date = settlement.discharge_date;
  row.settle_time = settlement.settle_time;
  ASSIGN_OR_RETURN(row.disease_codes,
                   vault_.Seal(store, line.person_key, "disease_codes", settlement.disease_codes));
  row.bill = settlement.bill;
  row.content_hash = line.content_hash;
  row.import = import_;
  row.created_at = moment.business;
  store.settlements.Save(std::move(row), "RECEIVED");
  return absl::OkStatus();
}

}  // namespace unioncare::medical
