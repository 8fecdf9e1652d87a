#include "common/rpc/values.h"

#include <gtest/gtest.h>

#include <limits>

namespace unioncare::rpc {
namespace {

using base::Date;
using base::Fen;

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

google::type::Money Money(const std::string& currency, int64_t units, int32_t nanos) {
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

TEST(ValuesTest, AmountsComeBack) {
  for (const int64_t fen : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{99}, int64_t{100},
                            int64_t{-12345}, int64_t{30'000'000'000'00}, kMost, -kMost - 1}) {
    const auto back = FenOf(MoneyOf(Fen{fen}));
    ASSERT_TRUE(back.has_value()) << fen;
    EXPECT_EQ(back->value, fen);
  }
  EXPECT_EQ(MoneyOf(Fen{123450}).units(), 1234);
  EXPECT_EQ(MoneyOf(Fen{123450}).nanos(), 500'000'000);
  EXPECT_EQ(MoneyOf(Fen{-1}).nanos(), -10'000'000);
}

TEST(ValuesTest, AnAmountThatIsNotSetIsZero) {
  EXPECT_EQ(FenOf(google::type::Money()), Fen{0});
  EXPECT_EQ(FenOf(Money("CNY", 0, 0)), Fen{0});
}

TEST(ValuesTest, AmountsThatAreNoWholeFenInCnyAreRefused) {
  EXPECT_FALSE(FenOf(Money("USD", 1, 0)));
  EXPECT_FALSE(FenOf(Money("cny", 1, 0)));
  EXPECT_FALSE(FenOf(Money("", 1, 0)));
  EXPECT_FALSE(FenOf(Money("CNY", 1, 5'000'000))) << "1.005";
  EXPECT_FALSE(FenOf(Money("CNY", 0, 1)));
  EXPECT_FALSE(FenOf(Money("CNY", 1, -10'000'000))) << "signs differ";
  EXPECT_FALSE(FenOf(Money("CNY", -1, 10'000'000)));
  EXPECT_FALSE(FenOf(Money("CNY", 0, 1'000'000'000))) << "a whole yuan is no nanos";
  EXPECT_FALSE(FenOf(Money("CNY", 0, -1'000'000'000)));
  EXPECT_FALSE(FenOf(Money("CNY", kMost, 0)));
  EXPECT_FALSE(FenOf(Money("CNY", -kMost - 1, 0)));
  EXPECT_FALSE(FenOf(Money("CNY", kMost / 100, 80'000'000))) << "one fen too many";
  EXPECT_TRUE(FenOf(Money("CNY", kMost / 100, 70'000'000)));
}

TEST(ValuesTest, DatesComeBackAndMustBeWhole) {
  const Date day = *Date::Parse("2024-02-29");
  EXPECT_EQ(DateOf(DateOf(day)), day);
  google::type::Date date;
  EXPECT_FALSE(DateOf(date));
  date.set_year(2023);
  date.set_month(2);
  EXPECT_FALSE(DateOf(date)) << "without a day";
  date.set_day(29);
  EXPECT_FALSE(DateOf(date)) << "not in that year";
}

TEST(ValuesTest, InstantsAreTimestampsAlsoBefore1970) {
  const auto timestamp = TimestampOf(base::Instant{1'500'001});
  EXPECT_EQ(timestamp.seconds(), 1);
  EXPECT_EQ(timestamp.nanos(), 500'001'000);
  EXPECT_EQ(TimestampOf(base::Instant{-1}).seconds(), -1);
  EXPECT_EQ(TimestampOf(base::Instant{-1}).nanos(), 999'999'000);
}

}  // namespace
}  // namespace unioncare::rpc
