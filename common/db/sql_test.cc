#include "common/db/sql.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace unioncare::db {
namespace {

using base::Date;
using base::Fen;
using base::Instant;

template <class T>
concept CanBeWritten = requires(Sql sql, T value) {
  sql << value;
};

// What a statement can be made of; text from outside is a value, never SQL.
static_assert(CanBeWritten<std::string>);
static_assert(!CanBeWritten<const char*>);
static_assert(!CanBeWritten<std::string_view>);
static_assert(!CanBeWritten<double>);
static_assert(!std::is_constructible_v<Sql, std::string>);
static_assert(!std::is_constructible_v<Sql, const char*>);
static_assert(!std::is_constructible_v<Literal, std::string>);

template <class T>
std::string Written(const T& value) {
  Sql sql;
  sql << value;
  return sql.text();
}

TEST(SqlTest, NumbersAreWrittenAsTheyAre) {
  EXPECT_EQ(Written(true), "1");
  EXPECT_EQ(Written(int32_t{-7}), "-7");
  EXPECT_EQ(Written(uint32_t{4294967295u}), "4294967295");
  EXPECT_EQ(Written(std::numeric_limits<int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(Written(std::numeric_limits<int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(Written(Fen{-1}), "-1");
}

TEST(SqlTest, TextAndBytesAreHexSoThatNothingCanEndThem) {
  EXPECT_EQ(Written(std::string("a' OR 1=1 -- ")), "_utf8mb4 x'6127204f5220313d31202d2d20'");
  EXPECT_EQ(Written(std::string()), "''");
  EXPECT_EQ(Written(Bytes{std::string("\0\xff", 2)}), "x'00ff'");
}

TEST(SqlTest, DatesAndInstantsAreFixedWidth) {
  EXPECT_EQ(Written(*Date::Parse("1900-01-02")), "'1900-01-02'");
  EXPECT_EQ(Written(Instant{0}), "'1970-01-01 00:00:00.000000'");
  EXPECT_EQ(Written(Instant{-1}), "'1969-12-31 23:59:59.999999'");
}

TEST(SqlTest, AbsentIsNull) {
  EXPECT_EQ(Written(std::optional<int64_t>()), "NULL");
  EXPECT_EQ(Written(std::optional<int64_t>(5)), "5");
}

TEST(SqlTest, AListIsInParentheses) {
  Sql sql("SELECT 1 FROM t WHERE id IN ");
  sql.List(std::vector<int64_t>{3, 1, 2}) << " ORDER BY id";
  EXPECT_EQ(sql.text(), "SELECT 1 FROM t WHERE id IN (3,1,2) ORDER BY id");
}

}  // namespace
}  // namespace unioncare::db
