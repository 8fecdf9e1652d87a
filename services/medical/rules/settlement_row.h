#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/date.h"
#include "common/base/instant.h"
#include "services/medical/rules/bill.h"
#include "services/medical/rules/column.h"
#include "services/medical/rules/fault.h"
#include "services/medical/rules/visit_kind.h"

// One row of the settlement feed in our columns (domain/medical §3.8).
namespace unioncare::medical {

// National names stand here only where they mean exactly one column of ours; a file of the national
// platform needs its columns added up first (domain/formats §1.3). A bare 自理 is not accepted: old
// systems use the word for other things.
inline constexpr Column kSettlementColumns[] = {
    {"settlement_id", true, {"settlement_id", "结算ID", "结算流水号", "结算编号", "setl_id"}},
    {"version", true, {"version", "版本", "版本号"}},
    {"encounter_id", true, {"encounter_id", "就诊ID", "住院流水号", "mdtrt_id"}},
    {"id_number",
     true,
     {"id_number", "身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码", "证件号",
      "居民身份证号", "certno"}},
    {"hospital_code",
     true,
     {"hospital_code", "定点机构编号", "医院编码", "医疗机构编码", "fixmedins_code"}},
    {"visit_kind", true, {"visit_kind", "医疗类别", "就诊类别", "med_type"}},
    {"admit_date", true, {"admit_date", "入院日期", "开始日期", "begndate"}},
    {"discharge_date", true, {"discharge_date", "出院日期", "结束日期", "enddate"}},
    {"settle_time", true, {"settle_time", "结算时间", "setl_time"}},
    {"disease_codes",
     false,
     {"disease_codes", "病种编号", "出院诊断编码", "disease_code", "dise_no"}},
    {"total", true, {"total", "医疗费总额", "费用总额", "总费用", "medfee_sumamt"}},
    {"pool_pay", true, {"pool_pay", "统筹基金支付", "统筹支付", "统筹基金", "hifp_pay"}},
    {"catastrophic_pay", true, {"catastrophic_pay", "大病保险", "大病保险支付", "大额支付"}},
    {"civil_pay", true, {"civil_pay", "公务员补助", "cvlserv_pay"}},
    {"med_aid_pay", true, {"med_aid_pay", "医疗救助", "maf_pay"}},
    {"other_pay", true, {"other_pay", "其他支付", "其他"}},
    {"hospital_borne", false, {"hospital_borne", "医院负担", "hosp_part_amt"}},
    {"self_funded", true, {"self_funded", "全自费金额", "自费", "自费金额"}},
    {"self_managed", true, {"self_managed", "先行自付金额", "先行自付", "乙类自理", "自理金额"}},
    {"self_paid", true, {"self_paid", "个人自付", "自付", "自负", "自付金额"}},
    {"personal_account_pay",
     true,
     {"personal_account_pay", "个人账户支付", "个人账户", "acct_pay"}},
    {"cash_pay",
     true,
     {"cash_pay", "现金支付", "个人现金支付", "个人现金", "psn_cash_pay", "cash_payamt"}},
};

struct SettlementCells {
  std::string_view settlement_id;
  std::string_view version;
  std::string_view encounter_id;
  std::string_view id_number;
  std::string_view hospital_code;
  std::string_view visit_kind;
  std::string_view admit_date;
  std::string_view discharge_date;
  std::string_view settle_time;
  std::string_view disease_codes;  // may be blank
  std::string_view total;
  std::string_view pool_pay;
  std::string_view catastrophic_pay;
  std::string_view civil_pay;
  std::string_view med_aid_pay;
  std::string_view other_pay;
  std::string_view hospital_borne;  // blank is 0: older feeds do not have it
  std::string_view self_funded;
  std::string_view self_managed;
  std::string_view self_paid;
  std::string_view personal_account_pay;
  std::string_view cash_pay;
};

struct Settlement {
  std::string settlement_id;  // at most 30 characters
  int32_t version = 0;
  std::string encounter_id;   // at most 30
  std::string id_number;      // normalised and valid
  std::string hospital_code;  // at most 30
  VisitKind visit_kind = VisitKind::kInpatient;
  base::Date admit_date;
  base::Date discharge_date;
  base::Instant settle_time;
  std::string disease_codes;  // at most 200, as written
  Bill bill;                  // in range; may be inconsistent, which is for review
};

struct SettlementRow {
  Settlement settlement;      // to be used only when there are no faults
  std::vector<Fault> faults;  // in the order of the columns; each refuses the row
};

// Reasons: REQUIRED, TOO_LONG, BAD_VERSION, VERSION_NOT_SUPPORTED (above 1: reversals are not taken
// yet), those of codes::IdNumberFault, UNKNOWN_CODE, BAD_DATE, DATE_IN_FUTURE,
// DISCHARGE_BEFORE_ADMIT, BAD_TIME, BAD_AMOUNT, NEGATIVE_AMOUNT, AMOUNT_TOO_LARGE.
SettlementRow ReadSettlementRow(const SettlementCells& cells, base::Date business_date);

}  // namespace unioncare::medical
