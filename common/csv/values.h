#pragma once

#include <optional>
#include <string_view>

#include "common/base/date.h"
#include "common/base/money.h"

// Amounts and dates as files write them (domain/formats §5). `cell` is cleaned by CleanCell and not
// blank.
namespace unioncare::csv {

enum class AmountUnit { kYuan, kFen, kTenThousandYuan };

// The unit a header's bracketed note names: 万元, 分; else, and for an empty note, yuan.
AmountUnit UnitOf(std::string_view note);

// "1,234.50", "￥1,234.50", "1234.5元", full-width digits, one '-' in front. Commas only where
// thousands end. Exact to the fen or refused: at most two decimals of yuan, none of fen, six of
// 万元.
std::optional<base::Fen> ParseAmount(std::string_view cell, AmountUnit unit);

// 2009年7月1日, 2009-07-01, 2009-7-1, 2009/7/1, 2009.07.01, 20090701; a time of day behind a blank
// or 'T' is checked for its shape and left out: "2024-06-11 10:05:12".
std::optional<base::Date> ParseDate(std::string_view cell);

// The same without a day, for columns that allow it: 2009年7月, 2009-7, 2009/07, 2009.7, 200907.
// The first of the month.
std::optional<base::Date> ParseMonth(std::string_view cell);

// A day as a spreadsheet counts it, 20000 (1954-10-03) to 60000 (2064-04-08). Only for cells known
// to come out of one.
std::optional<base::Date> ParseSerialDate(std::string_view cell);

}  // namespace unioncare::csv
