#include "common/codes/id_number.h"

#include <gtest/gtest.h>

#include "common/base/test_rows.h"

namespace unioncare::codes {
namespace {

using base::Date;

std::vector<std::vector<std::string>> Rows() {
  return base::TestRows(UC_SOURCE_DIR "/common/codes/testdata/id_numbers.csv");
}

TEST(IdNumber, JudgesTheRows) {
  ASSERT_GT(Rows().size(), 20u);
  for (const auto& row : Rows()) {
    const std::string id = NormalizeIdNumber(row[0]);
    const IdNumberFault fault = ValidateIdNumber(id);
    EXPECT_EQ(fault == IdNumberFault::kNone ? "-" : ReasonOf(fault), row[1]) << row[0];
    if (fault != IdNumberFault::kNone) continue;
    EXPECT_EQ(SexOf(id) == Sex::kMale ? "M" : "F", row[2]) << row[0];
    EXPECT_EQ(BirthDateOf(id).ToString(), row[3]) << row[0];
  }
}

TEST(IdNumber, NormalisesOnlyTheFinalX) {
  EXPECT_EQ(NormalizeIdNumber("11010519491231002x"), "11010519491231002X");
  EXPECT_EQ(NormalizeIdNumber(" x1 "), " x1 ");
}

TEST(IdNumber, UpgradesFifteenDigits) {
  EXPECT_EQ(UpgradeIdNumber("339901850615123"), "339901198506151233");
  EXPECT_EQ(UpgradeIdNumber("33990185061512"), std::nullopt);
  EXPECT_EQ(UpgradeIdNumber("33990185061512X"), std::nullopt);
}

TEST(IdNumber, RefusesEveryChangeOfOneCharacter) {
  for (const auto& row : Rows()) {
    const std::string id = NormalizeIdNumber(row[0]);
    if (row[1] != "-") continue;
    for (size_t i = 0; i < id.size(); ++i) {
      for (char c : std::string_view("0123456789X")) {
        std::string changed = id;
        changed[i] = c;
        EXPECT_EQ(ValidateIdNumber(changed) == IdNumberFault::kNone, changed == id) << changed;
      }
    }
  }
}

TEST(IdNumber, RefusesEverySwapOfNeighbours) {
  for (const auto& row : Rows()) {
    const std::string id = NormalizeIdNumber(row[0]);
    if (row[1] != "-") continue;
    for (size_t i = 0; i + 1 < id.size(); ++i) {
      std::string changed = id;
      std::swap(changed[i], changed[i + 1]);
      EXPECT_EQ(ValidateIdNumber(changed) == IdNumberFault::kNone, changed == id) << changed;
    }
  }
}

// A published page repeats 7 9 10 5 8 4, which makes 0 of the standard's own example.
TEST(IdNumber, DisagreesWithTheWrongWeights) {
  constexpr int kWrong[] = {7, 9, 10, 5, 8, 4};
  const std::string_view digits = "11010519491231002";
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * kWrong[i % 6];
  EXPECT_EQ("10X98765432"[sum % 11], '0');
  EXPECT_EQ(IdNumberCheck(digits), 'X');
}

TEST(IdNumber, ABirthIsPlausibleFor130Years) {
  const Date birth = *Date::Parse("1894-05-01");
  EXPECT_FALSE(ImplausibleBirth(birth, birth));
  EXPECT_FALSE(ImplausibleBirth(birth, *Date::Parse("2024-05-01")));
  EXPECT_TRUE(ImplausibleBirth(birth, *Date::Parse("2024-05-02")));
  EXPECT_TRUE(ImplausibleBirth(birth, *Date::Parse("1894-04-30")));
  EXPECT_TRUE(ImplausibleBirth(*Date::Parse("1880-01-01"), *Date::Parse("2024-05-01")));
}

}  // namespace
}  // namespace unioncare::codes
