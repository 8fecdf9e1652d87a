#pragma once

#include "common/base/money.h"

// The money of one hospital bill (domain/medical §3.1).
namespace unioncare::medical {

struct Bill {
  base::Fen total;                 // 费用总额
  base::Fen pool_pay;              // 统筹基金
  base::Fen catastrophic_pay;      // 大病保险
  base::Fen civil_pay;             // 公务员补助
  base::Fen med_aid_pay;           // 医疗救助
  base::Fen other_pay;             // 其他
  base::Fen hospital_borne;        // 医院负担 (DRG/DIP)
  base::Fen self_funded;           // 自费: outside the catalogue
  base::Fen self_managed;          // 自理: class-B front share and over-limit part
  base::Fen self_paid;             // 自付: deductible and co-pay inside the catalogue
  base::Fen personal_account_pay;  // 个人账户支付
  base::Fen cash_pay;              // 个人现金支付

  friend bool operator==(const Bill&, const Bill&) = default;
};

// The largest amount a bill may carry: 100 billion yuan, far above any bill and far below overflow.
inline constexpr base::Fen kMaxBillAmount{10'000'000'000'000};

// True when an amount is negative or above kMaxBillAmount. Such a bill is refused with its row.
bool BillOutOfRange(const Bill& bill);

// True when the bill breaks one of its invariants by more than 0.05 yuan:
//   total = all payers + hospital_borne + self_funded + self_managed + self_paid
//   self_funded + self_managed + self_paid = personal_account_pay + cash_pay
// Right for any int64 amounts.
bool BillInconsistent(const Bill& bill);

}  // namespace unioncare::medical
