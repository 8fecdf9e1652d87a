#include "services/medical/rules/bill.h"

namespace unioncare::medical {
namespace {

constexpr __int128 kToleranceFen = 5;

bool Differ(__int128 a, __int128 b) { return a - b > kToleranceFen || b - a > kToleranceFen; }

}  // namespace

bool BillOutOfRange(const Bill& bill) {
  for (const base::Fen amount :
       {bill.total, bill.pool_pay, bill.catastrophic_pay, bill.civil_pay, bill.med_aid_pay,
        bill.other_pay, bill.hospital_borne, bill.self_funded, bill.self_managed, bill.self_paid,
        bill.personal_account_pay, bill.cash_pay}) {
    if (amount < base::Fen{0} || amount > kMaxBillAmount) return true;
  }
  return false;
}

bool BillInconsistent(const Bill& bill) {
  const __int128 payers = static_cast<__int128>(bill.pool_pay.value) + bill.catastrophic_pay.value +
                          bill.civil_pay.value + bill.med_aid_pay.value + bill.other_pay.value +
                          bill.hospital_borne.value;
  const __int128 own = static_cast<__int128>(bill.self_funded.value) + bill.self_managed.value +
                       bill.self_paid.value;
  const __int128 receipt =
      static_cast<__int128>(bill.personal_account_pay.value) + bill.cash_pay.value;
  return Differ(bill.total.value, payers + own) || Differ(own, receipt);
}

}  // namespace unioncare::medical
