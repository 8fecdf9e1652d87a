#include "services/medical/rules/hospital_benefit.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace unioncare::medical {
namespace {

using base::Fen;
using base::kBasisPoints;
using base::Product;
using base::ToYuan;

std::string Exact(__int128 fen) { return ExactYuan(fen * kBasisPoints); }

Fen Clamp(__int128 fen, int64_t highest) {
  return Fen{static_cast<int64_t>(std::clamp<__int128>(fen, 0, highest))};
}

Line InferredLine(const Bill& bill, __int128 inferred) {
  return {"INFERRED_BURDEN",
          "按账单推算的个人负担",
          "Burden inferred from the bill",
          {{"total", ToYuan(bill.total)},
           {"pool_pay", ToYuan(bill.pool_pay)},
           {"catastrophic_pay", ToYuan(bill.catastrophic_pay)},
           {"med_aid_pay", ToYuan(bill.med_aid_pay)},
           {"other_pay", ToYuan(bill.other_pay)},
           {"hospital_borne", ToYuan(bill.hospital_borne)},
           {"self_funded", ToYuan(bill.self_funded)}},
          Exact(inferred)};
}

Line ReceiptLine(const Bill& bill, __int128 receipt) {
  return {"RECEIPT_PERSONAL_PAY",
          "票据个人支付(不含自费)",
          "Paid by the person on the receipt, without what is outside the catalogue",
          {{"personal_account_pay", ToYuan(bill.personal_account_pay)},
           {"cash_pay", ToYuan(bill.cash_pay)},
           {"self_funded", ToYuan(bill.self_funded)}},
          Exact(receipt)};
}

Line BurdenLine(const Bill& bill, __int128 inferred, __int128 receipt, Fen burden) {
  return {"BURDEN",
          "互助计算基数(扣除公务员补助后与票据个人支付取低)",
          "Base of the benefit: after the civil-servant subsidy, but not above the receipt",
          {{"inferred_burden", Exact(inferred)},
           {"civil_pay", ToYuan(bill.civil_pay)},
           {"receipt_personal_pay", Exact(receipt)}},
          ToYuan(burden)};
}

// Appends the exact sum of both rates; returns it rounded, in fen.
Fen AtRates(const HospitalTerms& terms, Fen burden, std::vector<Line>& lines) {
  const Fen below = std::min(burden, terms.threshold);
  const Fen above{burden.value - below.value};
  const __int128 to_threshold = Product(below, terms.rate_to_threshold_bp);
  const __int128 above_threshold = Product(above, terms.rate_above_threshold_bp);
  lines.push_back({"RATE_TO_THRESHOLD",
                   "分段标准以内按比例补助",
                   "Rate up to the threshold",
                   {{"burden", ToYuan(burden)},
                    {"threshold", ToYuan(terms.threshold)},
                    {"rate_percent", Percent(terms.rate_to_threshold_bp)}},
                   ExactYuan(to_threshold)});
  if (above > Fen{0}) {
    lines.push_back({"RATE_ABOVE_THRESHOLD",
                     "超过分段标准的部分按比例补助",
                     "Rate above the threshold",
                     {{"above_threshold", ToYuan(above)},
                      {"rate_percent", Percent(terms.rate_above_threshold_bp)}},
                     ExactYuan(above_threshold)});
  }
  const __int128 sum = to_threshold + above_threshold;
  const Fen rounded{base::RoundHalfUp(sum, kBasisPoints)};
  lines.push_back({"ROUNDED",
                   "合计(四舍五入到分)",
                   "Sum, rounded half-up to the fen",
                   {{"sum", ExactYuan(sum)}},
                   ToYuan(rounded)});
  return rounded;
}

}  // namespace

ExplainedAmount Burden(const Bill& bill) {
  const __int128 inferred = static_cast<__int128>(bill.total.value) - bill.pool_pay.value -
                            bill.catastrophic_pay.value - bill.med_aid_pay.value -
                            bill.other_pay.value - bill.hospital_borne.value -
                            bill.self_funded.value;
  const __int128 receipt = static_cast<__int128>(bill.personal_account_pay.value) +
                           bill.cash_pay.value - bill.self_funded.value;
  const Fen burden = Clamp(std::min(inferred - bill.civil_pay.value, receipt),
                           std::numeric_limits<int64_t>::max());
  return {burden,
          {InferredLine(bill, inferred), ReceiptLine(bill, receipt),
           BurdenLine(bill, inferred, receipt, burden)}};
}

ExplainedAmount Benefit(const HospitalTerms& terms, Fen burden, bool with_bonus) {
  std::vector<Line> lines;
  const Fen rounded = AtRates(terms, burden, lines);
  __int128 pay = rounded.value;
  if (with_bonus) {
    pay += terms.first_admission_bonus.value;
    lines.push_back({"FIRST_ADMISSION_BONUS",
                     "加本期首次住院补助",
                     "With the bonus of the term's first admission",
                     {{"rounded", ToYuan(rounded)}, {"bonus", ToYuan(terms.first_admission_bonus)}},
                     Exact(pay)});
  }
  if (pay > burden.value) {
    lines.push_back({"CAPPED_AT_BURDEN",
                     "不超过个人负担",
                     "Never more than the burden",
                     {{"before_cap", Exact(pay)}, {"burden", ToYuan(burden)}},
                     ToYuan(burden)});
  }
  return {Clamp(pay, burden.value), std::move(lines)};
}

}  // namespace unioncare::medical
