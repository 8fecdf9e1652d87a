#include "services/medical/rules/row_reader.h"

#include <algorithm>

#include "common/codes/id_number.h"
#include "services/medical/rules/bill.h"
#include "services/medical/rules/cell.h"

namespace unioncare::medical {

bool RowReader::Blank(std::string_view column, std::string_view cell) {
  if (cell.empty()) Add(column, kRequired);
  return cell.empty();
}

std::string RowReader::Text(std::string_view column, std::string_view cell,
                            size_t most_characters) {
  return Blank(column, cell) ? std::string() : OptionalText(column, cell, most_characters);
}

std::string RowReader::OptionalText(std::string_view column, std::string_view cell,
                                    size_t most_characters) {
  if (CountCharacters(cell) <= most_characters) return std::string(cell);
  Add(column, kTooLong);
  return {};
}

std::string RowReader::IdNumber(std::string_view column, std::string_view cell) {
  if (Blank(column, cell)) return {};
  std::string id = codes::NormalizeIdNumber(cell);
  const codes::IdNumberFault fault = codes::ValidateIdNumber(id);
  if (fault == codes::IdNumberFault::kNone) return id;
  Add(column, codes::ReasonOf(fault));
  return {};
}

base::Date RowReader::PastDate(std::string_view column, std::string_view cell) {
  if (Blank(column, cell)) return {};
  const std::optional<base::Date> date = ParseDateCell(cell);
  if (date && *date <= business_date_) return *date;
  Add(column, date ? kDateInFuture : kBadDate);
  return {};
}

base::Instant RowReader::PastTime(std::string_view column, std::string_view cell) {
  if (Blank(column, cell)) return {};
  const std::optional<base::Instant> time = ParseTimeCell(cell);
  if (time && base::DateInShanghai(*time) <= business_date_) return *time;
  Add(column, time ? kDateInFuture : kBadTime);
  return {};
}

base::Fen RowReader::Amount(std::string_view column, std::string_view cell) {
  if (Blank(column, cell)) return {};
  const AmountCell parsed = ParseAmountCell(cell, kMaxBillAmount);
  if (!parsed.reason.empty()) Add(column, parsed.reason);
  return parsed.amount;
}

bool RowReader::Refused(std::string_view column) const {
  return std::any_of(faults_.begin(), faults_.end(), [column](const Fault& fault) {
    return fault.column == column && !fault.warning;
  });
}

}  // namespace unioncare::medical
