#include "services/medical/rules/hospital_benefit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

using base::Fen;
using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<std::string_view> Codes(const std::vector<Line>& lines) {
  std::vector<std::string_view> codes;
  for (const Line& line : lines) codes.push_back(line.code);
  return codes;
}

TEST(HospitalBenefit, PaysTheWorkedExamples) {
  for (const auto& row : Rows("hospital_benefit.csv")) {
    const HospitalTerms terms{Yuan(row[1]), std::stoi(row[2]) * 100, std::stoi(row[3]) * 100,
                              Yuan(row[4])};
    const ExplainedAmount paid = Benefit(terms, Yuan(row[5]), row[6] == "是");
    EXPECT_EQ(paid.amount, Yuan(row[7])) << row[0];
    EXPECT_EQ(paid.lines.back().code == "CAPPED_AT_BURDEN", row[8] == "是") << row[0];
    EXPECT_EQ(paid.lines.back().result, base::ToYuan(paid.amount)) << row[0];
  }
}

TEST(HospitalBenefit, FindsTheBurdenOfTheWorkedExamples) {
  for (const auto& row : Rows("burden.csv")) {
    const ExplainedAmount burden = Burden(BillOf(row, 1));
    EXPECT_EQ(burden.amount, Yuan(row[13])) << row[0];
    EXPECT_EQ(burden.lines.back().result, base::ToYuan(burden.amount)) << row[0];
  }
}

TEST(HospitalBenefit, ExplainsM04ToTheExactDecimal) {
  const std::vector<Line> lines = Benefit(kInService, Fen{1234567}, false).lines;
  ASSERT_THAT(Codes(lines), ElementsAre("RATE_TO_THRESHOLD", "RATE_ABOVE_THRESHOLD", "ROUNDED"));
  EXPECT_EQ(lines[0].result, "2400.00");
  EXPECT_THAT(lines[1].inputs,
              ElementsAre(Pair("above_threshold", "9345.67"), Pair("rate_percent", "10")));
  EXPECT_EQ(lines[1].result, "934.567");
  EXPECT_THAT(lines[2].inputs, ElementsAre(Pair("sum", "3334.567")));
  EXPECT_EQ(lines[2].result, "3334.57");
}

TEST(HospitalBenefit, ShowsTheCapOfM02) {
  const std::vector<Line> lines = Benefit(kInService, Fen{60000}, true).lines;
  ASSERT_THAT(Codes(lines), ElementsAre("RATE_TO_THRESHOLD", "ROUNDED", "FIRST_ADMISSION_BONUS",
                                        "CAPPED_AT_BURDEN"));
  EXPECT_EQ(lines[2].result, "680.00");
  EXPECT_THAT(lines[3].inputs, ElementsAre(Pair("before_cap", "680.00"), Pair("burden", "600.00")));
}

TEST(HospitalBenefit, ExplainsTheBurdenOfABill) {
  const std::vector<Line> lines = Burden(BillOf(Rows("burden.csv")[2], 1)).lines;
  ASSERT_THAT(Codes(lines), ElementsAre("INFERRED_BURDEN", "RECEIPT_PERSONAL_PAY", "BURDEN"));
  EXPECT_EQ(lines[0].result, "2000.00");
  EXPECT_THAT(lines[1].inputs,
              ElementsAre(Pair("personal_account_pay", "1000.00"), Pair("cash_pay", "2000.00"),
                          Pair("self_funded", "1000.00")));
}

TEST(HospitalBenefit, GrowsWithTheBurdenAndNeverPassesIt) {
  for (const bool bonus : {false, true}) {
    Fen previous{0};
    for (int64_t burden = 0; burden <= 700000; burden += burden < 40000 ? 1 : 7) {
      const Fen paid = Benefit(kInService, Fen{burden}, bonus).amount;
      ASSERT_GE(paid, previous) << burden;
      ASSERT_LE(paid, Fen{burden});
      previous = paid;
    }
  }
}

// Against arithmetic in whole numbers of its own: 2 × the numerator, so that a half is a whole.
TEST(HospitalBenefit, AgreesWithAnIndependentComputation) {
  std::mt19937_64 random(20240501);
  for (int i = 0; i < 20000; ++i) {
    const HospitalTerms terms{
        Fen{static_cast<int64_t>(random() % 1000000)}, static_cast<int32_t>(random() % 10001),
        static_cast<int32_t>(random() % 10001), Fen{static_cast<int64_t>(random() % 50000)}};
    const int64_t burden = static_cast<int64_t>(random() % 10000000);
    const bool bonus = random() % 2 == 0;
    const int64_t below = std::min(burden, terms.threshold.value);
    const int64_t twice =
        2 * (below * terms.rate_to_threshold_bp + (burden - below) * terms.rate_above_threshold_bp);
    const int64_t paid =
        std::min(burden, (twice + 10000) / 20000 + (bonus ? terms.first_admission_bonus.value : 0));
    ASSERT_EQ(Benefit(terms, Fen{burden}, bonus).amount, Fen{paid});
  }
}

TEST(HospitalBenefit, HoldsOnTheLargestBurden) {
  constexpr Fen kMost{std::numeric_limits<int64_t>::max()};
  const HospitalTerms everything{Fen{0}, 10000, 10000, kMost};
  EXPECT_EQ(Benefit(everything, kMost, true).amount, kMost);
}

}  // namespace
}  // namespace unioncare::medical
