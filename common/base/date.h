#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Civil dates: days of the calendar of Shanghai, without a time and without a zone. Birth dates and
// terms are these and never pass through an instant.
namespace unioncare::base {

struct Date {
  int32_t days = 0;  // since 1970-01-01
  friend auto operator<=>(const Date&, const Date&) = default;

  // nullopt unless the day exists and the year is 1800..2200.
  static std::optional<Date> FromYmd(int year, int month, int day);
  // Exactly "YYYY-MM-DD", same limits.
  static std::optional<Date> Parse(std::string_view text);

  int Year() const;
  int Month() const;             // 1..12
  int Day() const;               // 1..31
  std::string ToString() const;  // "2024-05-01"
};

constexpr Date AddDays(Date date, int32_t days) { return Date{date.days + days}; }

// Whole days from `from` to `to`; negative when `to` is earlier.
constexpr int32_t DaysBetween(Date from, Date to) { return to.days - from.days; }

// The same day `months` later (earlier when negative), or the last day of that month: 2024-01-31 +
// 1 = 2024-02-29.
Date AddMonthsClamped(Date date, int months);

// The same day `years` later; 29 February becomes 1 March in a common year. Renewals chained by it
// leave no gap and no overlap (domain/medical §3.4).
Date ForwardAnniversary(Date date, int years);

// Completed years of life on `day`; who is born on 29 February ages on 1 March in common years
// (domain/identity §8.1). Negative before birth.
int AgeOn(Date birth, Date day);

}  // namespace unioncare::base
