#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/base/date.h"
#include "common/base/money.h"
#include "common/base/test_rows.h"
#include "services/medical/rules/bill.h"
#include "services/medical/rules/hospital_benefit.h"

// What the tests of the rules share.
namespace unioncare::medical {

inline std::vector<std::vector<std::string>> Rows(const std::string& file) {
  auto rows = base::TestRows(UC_SOURCE_DIR "/services/medical/rules/testdata/" + file);
  EXPECT_GT(rows.size(), 4u) << file;
  return rows;
}

inline base::Date Day(std::string_view text) {
  const auto date = base::Date::Parse(text);
  EXPECT_TRUE(date.has_value()) << text;
  return date.value_or(base::Date{});
}

inline base::Fen Yuan(std::string_view text) {
  const auto amount = base::ParseYuan(text);
  EXPECT_TRUE(amount.has_value()) << text;
  return amount.value_or(base::Fen{});
}

// Twelve fields in the order of the struct, from `first` on.
inline Bill BillOf(const std::vector<std::string>& row, size_t first) {
  return {Yuan(row[first]),     Yuan(row[first + 1]), Yuan(row[first + 2]),  Yuan(row[first + 3]),
          Yuan(row[first + 4]), Yuan(row[first + 5]), Yuan(row[first + 6]),  Yuan(row[first + 7]),
          Yuan(row[first + 8]), Yuan(row[first + 9]), Yuan(row[first + 10]), Yuan(row[first + 11])};
}

// A consistent bill that leaves `burden` with the person.
inline Bill BillWithBurden(base::Fen burden) {
  Bill bill;
  bill.pool_pay = base::Fen{700000};
  bill.self_paid = burden;
  bill.cash_pay = burden;
  bill.total = base::Fen{bill.pool_pay.value + burden.value};
  return bill;
}

// Ningbo, in service, 2023.
inline constexpr HospitalTerms kInService{base::Fen{300000}, 8000, 1000, base::Fen{20000}};

}  // namespace unioncare::medical
