#include "services/medical/rules/roster_row.h"

#include <gtest/gtest.h>

#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

std::string Written(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) {
    if (!text.empty()) text += " ";
    if (fault.warning) text += "!";
    text.append(fault.column).append(":").append(fault.reason);
  }
  return text;
}

std::string Expanded(const std::string& cell) {
  if (cell != "{50}" && cell != "{51}") return cell;
  std::string name;
  for (int i = std::stoi(cell.substr(1)); i > 0; --i) name += "张";
  return name;
}

TEST(RosterRow, FindsTheFaultsOfTheTable) {
  for (const auto& row : Rows("roster_rows.csv")) {
    const std::string name = Expanded(row[0]);
    const RosterRow read = ReadRosterRow({name, row[1], row[2]}, Day("2024-06-30"));
    EXPECT_EQ(Written(read.faults), row[3]) << ::testing::PrintToString(row);
    EXPECT_EQ(read.Refused(), !row[3].empty() && row[3][0] != '!');
  }
}

TEST(RosterRow, TakesThePersonWithoutAMalformedMobile) {
  const RosterRow row =
      ReadRosterRow({"李四DEMO", "33990119881102031x", "1380013800"}, Day("2024-06-30"));
  EXPECT_EQ(row.person.name, "李四DEMO");
  EXPECT_EQ(row.person.id_number, "33990119881102031X");
  EXPECT_EQ(row.person.mobile, "");
}

TEST(RosterRow, KeepsAGoodMobile) {
  const RosterRow row =
      ReadRosterRow({"李四DEMO", "33990119881102031X", "13800138000"}, Day("2024-06-30"));
  EXPECT_EQ(row.person.mobile, "13800138000");
}

}  // namespace
}  // namespace unioncare::medical
