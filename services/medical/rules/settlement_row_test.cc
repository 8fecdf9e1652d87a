#include "services/medical/rules/settlement_row.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "services/medical/rules/roster_row.h"
#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

using base::Fen;

const std::map<std::string, std::string_view SettlementCells::*> kFields = {
    {"settlement_id", &SettlementCells::settlement_id},
    {"version", &SettlementCells::version},
    {"encounter_id", &SettlementCells::encounter_id},
    {"id_number", &SettlementCells::id_number},
    {"hospital_code", &SettlementCells::hospital_code},
    {"visit_kind", &SettlementCells::visit_kind},
    {"admit_date", &SettlementCells::admit_date},
    {"discharge_date", &SettlementCells::discharge_date},
    {"settle_time", &SettlementCells::settle_time},
    {"disease_codes", &SettlementCells::disease_codes},
    {"total", &SettlementCells::total},
    {"pool_pay", &SettlementCells::pool_pay},
    {"catastrophic_pay", &SettlementCells::catastrophic_pay},
    {"civil_pay", &SettlementCells::civil_pay},
    {"med_aid_pay", &SettlementCells::med_aid_pay},
    {"other_pay", &SettlementCells::other_pay},
    {"hospital_borne", &SettlementCells::hospital_borne},
    {"self_funded", &SettlementCells::self_funded},
    {"self_managed", &SettlementCells::self_managed},
    {"self_paid", &SettlementCells::self_paid},
    {"personal_account_pay", &SettlementCells::personal_account_pay},
    {"cash_pay", &SettlementCells::cash_pay},
};

// The first row of formats §1.6 in our columns.
SettlementCells GoodCells() {
  return {"339900G0000000000101",
          "1",
          "339900G0000000000001",
          "339901199001010018",
          "H33990100001",
          "INPATIENT",
          "2024-06-03",
          "2024-06-11",
          "2024-06-11 10:05:12",
          "K80.000x003",
          "12000.00",
          "8500.00",
          "0.00",
          "0.01",
          "0.02",
          "0.03",
          "",
          "600.00",
          "600.00",
          "2300.00",
          "1000.00",
          "2500.00"};
}

std::string Expanded(std::string cell) {
  std::replace(cell.begin(), cell.end(), ';', ',');
  return cell.starts_with('{') ? std::string(std::stoi(cell.substr(1)), 'A') : cell;
}

std::string Written(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) {
    if (!text.empty()) text += " ";
    text.append(fault.column).append(":").append(fault.reason);
  }
  return text;
}

TEST(SettlementRow, FindsTheFaultsOfTheTable) {
  for (const auto& row : Rows("settlement_faults.csv")) {
    SettlementCells cells = GoodCells();
    const std::string cell = Expanded(row[1]);
    cells.*kFields.at(row[0]) = cell;
    const SettlementRow read = ReadSettlementRow(cells, Day("2024-06-30"));
    EXPECT_EQ(Written(read.faults), row[2]) << row[0] << " " << row[1];
  }
}

TEST(SettlementRow, ReadsAGoodRow) {
  const SettlementRow row = ReadSettlementRow(GoodCells(), Day("2024-06-30"));
  ASSERT_TRUE(row.faults.empty()) << Written(row.faults);
  const Settlement& read = row.settlement;
  EXPECT_EQ(read.settlement_id, "339900G0000000000101");
  EXPECT_EQ(read.version, 1);
  EXPECT_EQ(read.encounter_id, "339900G0000000000001");
  EXPECT_EQ(read.id_number, "339901199001010018");
  EXPECT_EQ(read.hospital_code, "H33990100001");
  EXPECT_EQ(read.visit_kind, VisitKind::kInpatient);
  EXPECT_EQ(read.admit_date, Day("2024-06-03"));
  EXPECT_EQ(read.discharge_date, Day("2024-06-11"));
  EXPECT_EQ(base::ToRfc3339(read.settle_time), "2024-06-11T02:05:12.000000Z");
  EXPECT_EQ(read.disease_codes, "K80.000x003");
}

TEST(SettlementRow, PutsEveryAmountIntoItsPlace) {
  SettlementCells cells = GoodCells();
  cells.catastrophic_pay = "0.04";
  cells.hospital_borne = "0.05";
  const Bill expected{Fen{1200000}, Fen{850000}, Fen{4},     Fen{1},      Fen{2},      Fen{3},
                      Fen{5},       Fen{60000},  Fen{60000}, Fen{230000}, Fen{100000}, Fen{250000}};
  EXPECT_EQ(ReadSettlementRow(cells, Day("2024-06-30")).settlement.bill, expected);
}

TEST(SettlementRow, TakesNothingForAHospitalsPartThatIsNotThere) {
  EXPECT_EQ(ReadSettlementRow(GoodCells(), Day("2024-06-30")).settlement.bill.hospital_borne,
            Fen{0});
}

TEST(SettlementRow, ReportsEveryFaultOfAnEmptyRow) {
  const SettlementRow row = ReadSettlementRow({}, Day("2024-06-30"));
  EXPECT_EQ(row.faults.size(), kFields.size() - 2) << Written(row.faults);
}

template <size_t n>
void ExpectEachHeaderOnce(const Column (&columns)[n]) {
  std::set<std::string_view> headers;
  for (const Column& column : columns) {
    EXPECT_EQ(column.Headers().front(), column.canonical);
    for (const std::string_view header : column.Headers()) {
      EXPECT_TRUE(headers.insert(header).second) << header;
    }
  }
}

TEST(SettlementRow, NoHeaderMeansTwoColumns) {
  ExpectEachHeaderOnce(kSettlementColumns);
  ExpectEachHeaderOnce(kRosterColumns);
}

TEST(SettlementRow, EveryCellHasItsColumn) {
  ASSERT_EQ(std::size(kSettlementColumns), kFields.size());
  for (const Column& column : kSettlementColumns) {
    EXPECT_TRUE(kFields.contains(std::string(column.canonical))) << column.canonical;
  }
}

}  // namespace
}  // namespace unioncare::medical
