#include "services/medical/rules/settlement_row.h"

#include <algorithm>

#include "services/medical/rules/row_reader.h"

namespace unioncare::medical {
namespace {

constexpr size_t kCodeCharacters = 30;
constexpr size_t kDiseaseCharacters = 200;

int32_t ReadVersion(RowReader& reader, std::string_view cell) {
  if (reader.Text("version", cell, kCodeCharacters).empty()) return 0;
  const bool digits =
      std::all_of(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || cell.front() == '0') {
    reader.Add("version", kBadVersion);
  } else if (cell != "1") {
    reader.Add("version", kVersionNotSupported);
  }
  return 1;
}

VisitKind ReadVisitKind(RowReader& reader, std::string_view cell) {
  if (reader.Text("visit_kind", cell, kCodeCharacters).empty()) return VisitKind::kInpatient;
  const std::optional<VisitKind> kind = ParseVisitKind(cell);
  if (!kind) reader.Add("visit_kind", kUnknownCode);
  return kind.value_or(VisitKind::kInpatient);
}

void ReadDates(RowReader& reader, const SettlementCells& cells, Settlement& settlement) {
  settlement.admit_date = reader.PastDate("admit_date", cells.admit_date);
  settlement.discharge_date = reader.PastDate("discharge_date", cells.discharge_date);
  if (!reader.Refused("admit_date") && !reader.Refused("discharge_date") &&
      settlement.discharge_date < settlement.admit_date) {
    reader.Add("discharge_date", kDischargeBeforeAdmit);
  }
  settlement.settle_time = reader.PastTime("settle_time", cells.settle_time);
}

Bill ReadBill(RowReader& reader, const SettlementCells& cells) {
  Bill bill;
  bill.total = reader.Amount("total", cells.total);
  bill.pool_pay = reader.Amount("pool_pay", cells.pool_pay);
  bill.catastrophic_pay = reader.Amount("catastrophic_pay", cells.catastrophic_pay);
  bill.civil_pay = reader.Amount("civil_pay", cells.civil_pay);
  bill.med_aid_pay = reader.Amount("med_aid_pay", cells.med_aid_pay);
  bill.other_pay = reader.Amount("other_pay", cells.other_pay);
  if (!cells.hospital_borne.empty()) {
    bill.hospital_borne = reader.Amount("hospital_borne", cells.hospital_borne);
  }
  bill.self_funded = reader.Amount("self_funded", cells.self_funded);
  bill.self_managed = reader.Amount("self_managed", cells.self_managed);
  bill.self_paid = reader.Amount("self_paid", cells.self_paid);
  bill.personal_account_pay = reader.Amount("personal_account_pay", cells.personal_account_pay);
  bill.cash_pay = reader.Amount("cash_pay", cells.cash_pay);
  return bill;
}

}  // namespace

SettlementRow ReadSettlementRow(const SettlementCells& cells, base::Date business_date) {
  RowReader reader(business_date);
  SettlementRow row;
  Settlement& settlement = row.settlement;
  settlement.settlement_id = reader.Text("settlement_id", cells.settlement_id, kCodeCharacters);
  settlement.version = ReadVersion(reader, cells.version);
  settlement.encounter_id = reader.Text("encounter_id", cells.encounter_id, kCodeCharacters);
  settlement.id_number = reader.IdNumber("id_number", cells.id_number);
  settlement.hospital_code = reader.Text("hospital_code", cells.hospital_code, kCodeCharacters);
  settlement.visit_kind = ReadVisitKind(reader, cells.visit_kind);
  ReadDates(reader, cells, settlement);
  settlement.disease_codes =
      reader.OptionalText("disease_codes", cells.disease_codes, kDiseaseCharacters);
  settlement.bill = ReadBill(reader, cells);
  row.faults = reader.TakeFaults();
  return row;
}

}  // namespace unioncare::medical
