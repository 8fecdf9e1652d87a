#include "services/medical/rules/roster_row.h"

#include <algorithm>

#include "common/codes/id_number.h"
#include "common/codes/mobile.h"
#include "services/medical/rules/row_reader.h"

namespace unioncare::medical {
namespace {

constexpr size_t kNameCharacters = 50;

}  // namespace

bool RosterRow::Refused() const {
  return std::any_of(faults.begin(), faults.end(), [](const Fault& f) { return !f.warning; });
}

RosterRow ReadRosterRow(const RosterCells& cells, base::Date business_date) {
  RowReader reader(business_date);
  RosterRow row;
  row.person.name = reader.Text("name", cells.name, kNameCharacters);
  row.person.id_number = reader.IdNumber("id_number", cells.id_number);
  if (!row.person.id_number.empty() &&
      codes::ImplausibleBirth(codes::BirthDateOf(row.person.id_number), business_date)) {
    reader.Add("id_number", kImplausibleBirth);
  }
  if (codes::IsMobile(cells.mobile)) {
    row.person.mobile = cells.mobile;
  } else if (!cells.mobile.empty()) {
    reader.Warn("mobile", codes::kMobileReason);
  }
  row.faults = reader.TakeFaults();
  return row;
}

}  // namespace unioncare::medical
