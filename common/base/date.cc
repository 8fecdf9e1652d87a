#include "common/base/date.h"

#include <algorithm>

namespace unioncare::base {
namespace {

constexpr int kMinYear = 1800;
constexpr int kMaxYear = 2200;

struct Ymd {
  int year, month, day;
};

bool IsLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

// Both directions count in years that begin in March, so that a leap day is the last day of its
// year, and in cycles of 400 years, which all have 146,097 days. 719,468 days lie between
// 0000-03-01 and 1970-01-01.
constexpr int kDaysPerCycle = 146097;
constexpr int kDaysToEpoch = 719468;

int FloorDiv(int a, int b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

Date ToDate(const Ymd& ymd) {
  const int year = ymd.month <= 2 ? ymd.year - 1 : ymd.year;
  const int cycle = FloorDiv(year, 400);
  const int year_of_cycle = year - cycle * 400;
  const int month_from_march = (ymd.month + 9) % 12;
  const int day_of_year = (153 * month_from_march + 2) / 5 + ymd.day - 1;
  const int day_of_cycle =
      year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
  return Date{cycle * kDaysPerCycle + day_of_cycle - kDaysToEpoch};
}

Ymd ToYmd(Date date) {
  const int shifted = date.days + kDaysToEpoch;
  const int cycle = FloorDiv(shifted, kDaysPerCycle);
  const int day_of_cycle = shifted - cycle * kDaysPerCycle;
  const int year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 -
                             day_of_cycle / (kDaysPerCycle - 1)) /
                            365;
  const int day_of_year =
      day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const int month_from_march = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return Ymd{cycle * 400 + year_of_cycle + (month <= 2 ? 1 : 0), month, day};
}

std::optional<int> Digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string Padded(int value, size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

}  // namespace

std::optional<Date> Date::FromYmd(int year, int month, int day) {
  if (year < kMinYear || year > kMaxYear || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > DaysInMonth(year, month)) return std::nullopt;
  return ToDate({year, month, day});
}

std::optional<Date> Date::Parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::optional<int> year = Digits(text.substr(0, 4));
  const std::optional<int> month = Digits(text.substr(5, 2));
  const std::optional<int> day = Digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return FromYmd(*year, *month, *day);
}

int Date::Year() const { return ToYmd(*this).year; }
int Date::Month() const { return ToYmd(*this).month; }
int Date::Day() const { return ToYmd(*this).day; }

std::string Date::ToString() const {
  const Ymd ymd = ToYmd(*this);
  return Padded(ymd.year, 4) + "-" + Padded(ymd.month, 2) + "-" + Padded(ymd.day, 2);
}

Date AddMonthsClamped(Date date, int months) {
  const Ymd from = ToYmd(date);
  const int month_count = from.year * 12 + from.month - 1 + months;
  const int year = FloorDiv(month_count, 12);
  const int month = month_count - year * 12 + 1;
  return ToDate({year, month, std::min(from.day, DaysInMonth(year, month))});
}

Date ForwardAnniversary(Date date, int years) {
  const Ymd from = ToYmd(date);
  const int year = from.year + years;
  if (from.day > DaysInMonth(year, from.month)) return ToDate({year, 3, 1});
  return ToDate({year, from.month, from.day});
}

int AgeOn(Date birth, Date day) {
  const int years = day.Year() - birth.Year();
  return day < ForwardAnniversary(birth, years) ? years - 1 : years;
}

}  // namespace unioncare::base
