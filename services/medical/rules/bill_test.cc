#include "services/medical/rules/bill.h"

#include <gtest/gtest.h>

#include <limits>

#include "services/medical/rules/test_facts.h"

namespace unioncare::medical {
namespace {

using base::Fen;

TEST(Bill, IsInconsistentAsInTheTable) {
  for (const auto& row : Rows("bills.csv")) {
    EXPECT_EQ(BillInconsistent(BillOf(row, 0)), row[12] == "yes") << ::testing::PrintToString(row);
  }
}

TEST(Bill, TakesAmountsFromZeroToTheLimitInEveryField) {
  for (Fen Bill::*field :
       {&Bill::total, &Bill::pool_pay, &Bill::catastrophic_pay, &Bill::civil_pay,
        &Bill::med_aid_pay, &Bill::other_pay, &Bill::hospital_borne, &Bill::self_funded,
        &Bill::self_managed, &Bill::self_paid, &Bill::personal_account_pay, &Bill::cash_pay}) {
    Bill bill;
    EXPECT_FALSE(BillOutOfRange(bill));
    bill.*field = kMaxBillAmount;
    EXPECT_FALSE(BillOutOfRange(bill));
    bill.*field = Fen{kMaxBillAmount.value + 1};
    EXPECT_TRUE(BillOutOfRange(bill));
    bill.*field = Fen{-1};
    EXPECT_TRUE(BillOutOfRange(bill));
  }
}

TEST(Bill, DoesNotOverflowOnExtremeAmounts) {
  constexpr Fen kMost{std::numeric_limits<int64_t>::max()};
  constexpr Fen kLeast{std::numeric_limits<int64_t>::min()};
  Bill bill{kLeast, kMost, kMost, kMost, kMost, kMost, kMost, kMost, kMost, kMost, kLeast, kLeast};
  EXPECT_TRUE(BillInconsistent(bill));
  EXPECT_EQ(Burden(bill).amount, Fen{0});
  bill = {kMost,  kLeast, kLeast, kLeast, kLeast, kLeast,
          kLeast, kLeast, kMost,  kMost,  kMost,  kMost};
  EXPECT_TRUE(BillInconsistent(bill));
  EXPECT_EQ(Burden(bill).amount, kMost);
}

}  // namespace
}  // namespace unioncare::medical
