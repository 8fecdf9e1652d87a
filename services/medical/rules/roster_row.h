#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/date.h"
#include "services/medical/rules/column.h"
#include "services/medical/rules/fault.h"

// One row of a roster file: a person to be enrolled (domain/medical §3.3, §3.8).
namespace unioncare::medical {

// `seq` is known so that it is not reported as ignored; it means nothing.
inline constexpr Column kRosterColumns[] = {
    {"seq", false, {"seq", "序号", "编号"}},
    {"name",
     true,
     {"name", "姓名", "职工姓名", "会员姓名", "参保人姓名", "被保障人", "人员姓名", "psn_name"}},
    {"id_number",
     true,
     {"id_number", "身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码", "证件号",
      "居民身份证号", "certno"}},
    {"mobile", false, {"mobile", "手机号", "手机号码", "手机", "联系电话", "移动电话", "联系方式"}},
};

struct RosterCells {
  std::string_view name;
  std::string_view id_number;
  std::string_view mobile;  // may be blank
};

struct RosterPerson {
  std::string name;       // at most 50 characters
  std::string id_number;  // normalised and valid
  std::string mobile;     // empty when blank or malformed
};

struct RosterRow {
  RosterPerson person;        // what could be read; to be used only when nothing refuses the row
  std::vector<Fault> faults;  // in the order of the columns

  bool Refused() const;  // a fault that is more than a warning
};

// Reasons: REQUIRED, TOO_LONG, those of codes::IdNumberFault, IMPLAUSIBLE_BIRTH; the warning
// MOBILE_FORMAT (nobody loses cover over a telephone number). A number that a spreadsheet rounded
// (NUMBER_ROUNDED) is the caller's to find before.
RosterRow ReadRosterRow(const RosterCells& cells, base::Date business_date);

}  // namespace unioncare::medical
