#include "common/base/date.h"

#include <gtest/gtest.h>

#include "common/base/test_rows.h"

namespace unioncare::base {
namespace {

std::vector<std::vector<std::string>> Rows(const std::string& file) {
  auto rows = TestRows(UC_SOURCE_DIR "/common/base/testdata/" + file);
  EXPECT_GT(rows.size(), 4u) << file;
  return rows;
}

Date D(const std::string& text) {
  const std::optional<Date> date = Date::Parse(text);
  EXPECT_TRUE(date.has_value()) << text;
  return date.value_or(Date{});
}

TEST(Date, ParsesTheRows) {
  for (const auto& row : Rows("dates.csv")) {
    const std::optional<Date> date = Date::Parse(row[0]);
    EXPECT_EQ(date ? std::to_string(date->days) : "-", row[1]) << row[0];
  }
}

TEST(Date, EveryDayOfFourCenturiesComesBack) {
  const Date last = D("2200-12-31");
  Date previous = AddDays(D("1800-01-01"), -1);
  for (Date day = D("1800-01-01"); day <= last; day = AddDays(day, 1)) {
    ASSERT_EQ(Date::FromYmd(day.Year(), day.Month(), day.Day()), day);
    ASSERT_EQ(Date::Parse(day.ToString()), day);
    ASSERT_EQ(day.Day(), day.Month() == previous.Month() ? previous.Day() + 1 : 1);
    previous = day;
  }
}

TEST(Date, AddsTheRowsOfDays) {
  for (const auto& row : Rows("days.csv")) {
    EXPECT_EQ(AddDays(D(row[0]), std::stoi(row[1])).ToString(), row[2]) << row[0];
    EXPECT_EQ(DaysBetween(D(row[0]), D(row[2])), std::stoi(row[1])) << row[0];
  }
}

TEST(Date, AddsTheRowsOfMonths) {
  for (const auto& row : Rows("months.csv")) {
    EXPECT_EQ(AddMonthsClamped(D(row[0]), std::stoi(row[1])).ToString(), row[2]) << row[0];
  }
}

TEST(Date, FindsTheAnniversariesOfTheRows) {
  for (const auto& row : Rows("anniversary.csv")) {
    EXPECT_EQ(ForwardAnniversary(D(row[0]), std::stoi(row[1])).ToString(), row[2]) << row[0];
  }
}

TEST(Date, FindsTheAgesOfTheRows) {
  for (const auto& row : Rows("age.csv")) {
    EXPECT_EQ(AgeOn(D(row[0]), D(row[1])), std::stoi(row[2])) << row[0] << " on " << row[1];
  }
}

}  // namespace
}  // namespace unioncare::base
