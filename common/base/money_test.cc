#include "common/base/money.h"

#include <gtest/gtest.h>

#include <limits>

#include "common/base/test_rows.h"

namespace unioncare::base {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
constexpr char kFolder[] = UC_SOURCE_DIR "/common/base/testdata/";

TEST(Money, ParsesAndWritesTheRows) {
  const auto rows = TestRows(std::string(kFolder) + "yuan.csv");
  ASSERT_GT(rows.size(), 20u);
  for (const auto& row : rows) {
    const std::optional<Fen> fen = ParseYuan(row[0]);
    EXPECT_EQ(fen ? std::to_string(fen->value) : "-", row[1]) << "'" << row[0] << "'";
    EXPECT_EQ(fen ? ToYuan(*fen) : "", row[2]) << row[0];
  }
}

TEST(Money, RefusesTextWithAZeroByte) {
  EXPECT_EQ(ParseYuan(std::string_view("1\0", 2)), std::nullopt);
}

TEST(Money, RoundsTheRows) {
  const auto rows = TestRows(std::string(kFolder) + "half_up.csv");
  ASSERT_GT(rows.size(), 10u);
  for (const auto& row : rows) {
    EXPECT_EQ(RoundHalfUp(std::stoll(row[0]), std::stoll(row[1])), std::stoll(row[2])) << row[0];
  }
}

TEST(Money, RoundingIsOddInTheNumerator) {
  for (int64_t n = -25000; n <= 25000; n += 7) {
    EXPECT_EQ(RoundHalfUp(-n, 10000), -RoundHalfUp(n, 10000)) << n;
  }
}

TEST(Money, ClampsAQuotientThatDoesNotFit) {
  const __int128 huge = static_cast<__int128>(kMax) * 4;
  EXPECT_EQ(RoundHalfUp(huge, 2), kMax);
  EXPECT_EQ(RoundHalfUp(-huge, 2), kMin);
}

TEST(Money, MultipliesBeyond64BitsOnTheWay) {
  EXPECT_EQ(MulDivHalfUp(Fen{kMax}, 10000, 10000), Fen{kMax});
  EXPECT_EQ(MulDivHalfUp(Fen{kMax}, 10001, 10000), std::nullopt);
  EXPECT_EQ(MulDivHalfUp(Fen{1}, 1, 0), std::nullopt);
}

TEST(Money, SumsNumeratorsBeforeItRounds) {
  const __int128 numerator = Product(Fen{300000}, 8000) + Product(Fen{934567}, 1000);
  EXPECT_EQ(RoundHalfUp(numerator, kBasisPoints), 333457);
}

TEST(Money, ArithmeticSaysWhenItDoesNotFit) {
  EXPECT_EQ(Add(Fen{1}, Fen{2}), Fen{3});
  EXPECT_EQ(Sub(Fen{1}, Fen{2}), Fen{-1});
  EXPECT_EQ(Mul(Fen{-3}, 4), Fen{-12});
  EXPECT_EQ(Add(Fen{kMax}, Fen{1}), std::nullopt);
  EXPECT_EQ(Sub(Fen{kMin}, Fen{1}), std::nullopt);
  EXPECT_EQ(Mul(Fen{kMin}, -1), std::nullopt);
}

}  // namespace
}  // namespace unioncare::base
