#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/date.h"
#include "common/base/instant.h"
#include "common/base/money.h"
#include "services/medical/rules/fault.h"

namespace unioncare::medical {

// Reads the cells of one row and collects what is wrong with them, so that a row is reported in
// full. A cell that is wrong reads as the empty value of its type. Blank cells are REQUIRED faults
// unless a function says otherwise.
class RowReader {
 public:
  explicit RowReader(base::Date business_date) : business_date_(business_date) {}

  std::string Text(std::string_view column, std::string_view cell, size_t most_characters);
  std::string OptionalText(std::string_view column, std::string_view cell, size_t most_characters);
  std::string IdNumber(std::string_view column, std::string_view cell);  // normalised
  base::Date PastDate(std::string_view column, std::string_view cell);   // or today
  base::Instant PastTime(std::string_view column, std::string_view cell);
  base::Fen Amount(std::string_view column, std::string_view cell);  // 0..kMaxBillAmount

  void Add(std::string_view column, std::string_view reason) {
    faults_.push_back({column, reason});
  }
  void Warn(std::string_view column, std::string_view reason) {
    faults_.push_back({column, reason, true});
  }
  // Whether this cell was refused.
  bool Refused(std::string_view column) const;

  std::vector<Fault> TakeFaults() { return std::move(faults_); }

 private:
  bool Blank(std::string_view column, std::string_view cell);

  const base::Date business_date_;
  std::vector<Fault> faults_;
};

}  // namespace unioncare::medical
