#pragma once

#include <optional>
#include <string_view>

#include "common/base/date.h"
#include "common/base/instant.h"
#include "common/base/money.h"

// Values as people write them into a cell (domain/formats §5). The cell is clean already: valid
// UTF-8, no blanks around it, full-width digits made plain; a full-width digit is refused here.
namespace unioncare::medical {

// 2024-05-01, 20240501, 2024/5/1, 2024.05.01, 2024年5月1日. A time of day behind it, as below, is
// checked and left out.
std::optional<base::Date> ParseDateCell(std::string_view cell);

// A date as above, a blank or 'T', then 10:05:12 or 9:05, in Asia/Shanghai.
std::optional<base::Instant> ParseTimeCell(std::string_view cell);

struct AmountCell {
  base::Fen amount;         // 0 with a reason
  std::string_view reason;  // empty, kBadAmount, kNegativeAmount or kAmountTooLarge
};

// 1234.5, 1,234.50, ￥1,234.50, 1234.50元: at most two decimals, commas only between thousands,
// 0 to `highest`.
AmountCell ParseAmountCell(std::string_view cell, base::Fen highest);

// Characters, not bytes, of UTF-8.
size_t CountCharacters(std::string_view text);

}  // namespace unioncare::medical
