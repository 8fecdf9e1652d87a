#include "services/medical/rules/reasons.h"

namespace unioncare::medical {
namespace {

struct RefusalText {
  Refusal refusal;
  std::string_view name;
  std::string_view label;
  std::string_view label_en;
};

// In the order of the enum.
constexpr RefusalText kRefusals[] = {
    {Refusal::kNoCover, "NO_COVER", "未参加本互助计划", "Not enrolled in the plan"},
    {Refusal::kWaitingPeriod, "WAITING_PERIOD", "入院时仍在等待期内",
     "Admitted within the waiting period"},
    {Refusal::kBeforeStart, "BEFORE_START", "入院时保障尚未开始", "Admitted before the term"},
    {Refusal::kExpired, "EXPIRED", "入院时保障已到期", "Admitted after the term"},
    {Refusal::kDuplicateShare, "DUPLICATE_SHARE", "重复参保的份额无效",
     "The share is void: another one counts"},
    {Refusal::kDuplicateClaim, "DUPLICATE_CLAIM", "该费用已另案申请",
     "The same costs are claimed already"},
    {Refusal::kCapReached, "CAP_REACHED", "已达补助上限", "The ceiling is reached"},
    {Refusal::kBelowDeductible, "BELOW_DEDUCTIBLE", "未达到补助起付标准",
     "Too little for a benefit"},
    {Refusal::kExcludedCause, "EXCLUDED_CAUSE", "属于不予补助的情形", "An excluded cause"},
    {Refusal::kPreExisting, "PRE_EXISTING", "参保前已患病", "Existed before the enrolment"},
    {Refusal::kLateFiling, "LATE_FILING", "超过申请期限", "Filed too late"},
    {Refusal::kClassAlreadyPaid, "CLASS_ALREADY_PAID", "该病类已经给付",
     "A class of illness is paid once"},
    {Refusal::kNotInCatalogue, "NOT_IN_CATALOGUE", "不在目录范围内", "Not in the catalogue"},
    {Refusal::kDocMissing, "DOC_MISSING", "申请材料不齐", "Papers are missing"},
    {Refusal::kNegativeBase, "NEGATIVE_BASE", "没有可补助的个人负担",
     "No burden is left with the person"},
    {Refusal::kThirdParty, "THIRD_PARTY", "应由第三方承担", "A third party is liable"},
};

constexpr const RefusalText& TextOf(Refusal refusal) {
  return kRefusals[static_cast<size_t>(refusal)];
}

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kRefusals); ++i) {
    if (static_cast<size_t>(kRefusals[i].refusal) != i) return false;
  }
  return true;
}
static_assert(InOrder());

constexpr Flag kFlags[] = {Flag::kPrePaymentEvent, Flag::kBillInconsistent, Flag::kSameInvoice,
                           Flag::kSameStay, Flag::kRiskAmount};

}  // namespace

std::string_view Name(Refusal refusal) { return TextOf(refusal).name; }
std::string_view Label(Refusal refusal) { return TextOf(refusal).label; }
std::string_view LabelEn(Refusal refusal) { return TextOf(refusal).label_en; }

std::optional<Refusal> RefusalFromName(std::string_view name) {
  for (const RefusalText& text : kRefusals) {
    if (text.name == name) return text.refusal;
  }
  return std::nullopt;
}

std::string_view Name(Flag flag) {
  switch (flag) {
    case Flag::kPrePaymentEvent:
      return "PRE_PAYMENT_EVENT";
    case Flag::kBillInconsistent:
      return "BILL_INCONSISTENT";
    case Flag::kSameInvoice:
      return "SAME_INVOICE";
    case Flag::kSameStay:
      return "SAME_STAY";
    case Flag::kRiskAmount:
      return "RISK_AMOUNT";
  }
  return "";
}

std::vector<std::string_view> FlagNames(uint32_t flags) {
  std::vector<std::string_view> names;
  for (const Flag flag : kFlags) {
    if (flags & Bit(flag)) names.push_back(Name(flag));
  }
  return names;
}

}  // namespace unioncare::medical
