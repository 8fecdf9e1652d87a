#include "services/medical/commands/convert.h"

#include <algorithm>

#include "common/rpc/contract.h"
#include "common/rpc/values.h"
#include "services/medical/commands/reasons.h"
#include "services/medical/files/file_reader.h"
#include "services/medical/rules/fault.h"
#include "services/medical/rules/reasons.h"
#include "services/medical/rules/term.h"

namespace unioncare::medical {
namespace {

using rpc::MoneyOf;
using rpc::TimestampOf;

// The verbs of a state that these roles may call, by the permissions of the contract.
template <class State>
void AddVerbs(State state, std::string_view resource, const std::vector<int>& roles,
              google::protobuf::RepeatedPtrField<std::string>& out) {
  for (const std::string_view verb : AvailableVerbs(state)) {
    if (rpc::MayCall("unioncare.medical.v1.MedicalService", rpc::MethodName(verb, resource),
                     roles)) {
      out.Add(std::string(verb));
    }
  }
}

void AddReasons(const std::string& tally,
                google::protobuf::RepeatedPtrField<type::v1::ReasonCount>& out) {
  for (const auto& [reason, count] : ParseTally(tally)) {
    type::v1::ReasonCount& item = *out.Add();
    item.set_reason(reason);
    item.set_count(count);
  }
}

v1::UploadProgress ProgressOf(const store::UploadState& upload) {
  v1::UploadProgress progress;
  progress.set_next_offset(upload.next_offset);
  progress.set_rows(upload.rows);
  if (upload.next_offset > 0) progress.set_encoding(upload.encoding == 0 ? "UTF-8" : "GB18030");
  std::string_view ignored = upload.ignored;
  while (!ignored.empty()) {
    const std::string_view header = ignored.substr(0, ignored.find('\n'));
    progress.add_ignored_headers(std::string(header));
    ignored.remove_prefix(std::min(ignored.size(), header.size() + 1));
  }
  progress.set_complete(upload.complete);
  return progress;
}

// What to say about reasons that need more than the row to be seen.
FaultText TextOfAny(std::string_view reason) {
  if (reason == kDuplicateInFile) {
    return {"此人在本名册中已出现，请删除重复行。",
            "The person is on this roster already; delete one of the rows."};
  }
  if (reason == kEnrolledElsewhere) {
    return {"此人已由其他单位参保，先缴费者有效。",
            "Another employer has enrolled the person; the share paid first counts."};
  }
  if (reason == kSettlementChanged) {
    return {"同一结算编号和版本的内容与此前不同，请核对来源。",
            "The same id and version came with other content; ask the sender which is right."};
  }
  if (reason == kNumberRounded) {
    return {"号码被表格软件四舍五入，请将该列设为文本后重新导出。",
            "A spreadsheet rounded the number; make the column text and export it again."};
  }
  return TextOf(reason);
}

}  // namespace

std::string PlanVersionKey(const std::string& name) {
  constexpr std::string_view kMiddle = "/versions/";
  const size_t middle = name.find(kMiddle);
  if (!name.starts_with("plans/") || middle == std::string::npos) return "";
  const std::string key = name.substr(6, middle - 6) + "-" + name.substr(middle + kMiddle.size());
  return key.size() <= 24 ? key : "";
}

std::string PlanVersionKey(int64_t plan, int32_t number) {
  return base::EncodeId(plan) + "-" + std::to_string(number);
}

std::string PlanVersionName(const std::string& key) {
  const size_t dash = key.find('-');
  return "plans/" + key.substr(0, dash) + "/versions/" + key.substr(dash + 1);
}

HospitalTerms TermsOf(const store::PlanVersionRow& version) {
  return {version.threshold, version.rate_to_threshold_bp, version.rate_above_threshold_bp,
          version.first_admission_bonus};
}

// At most 1,000,000 persons (headcount's limit) times a fee of a validated plan version.
base::Fen AmountDue(const store::RosterRow& roster, const store::PlanVersionRow& version) {
  return base::Mul(version.fee, roster.accepted).value_or(base::Fen{INT64_MAX});
}

v1::Plan ToProto(const store::PlanRow& plan, int64_t version) {
  v1::Plan out;
  out.set_name(base::MakeName("plans", plan.id));
  out.set_etag(rpc::EtagOf(version));
  out.set_title(plan.title);
  out.set_latest_version(plan.latest_version);
  *out.mutable_create_time() = TimestampOf(plan.created_at);
  return out;
}

v1::PlanVersion ToProto(const store::PlanVersionRow& version) {
  v1::PlanVersion out;
  out.set_name(version.Name());
  *out.mutable_term_start() = rpc::DateOf(version.term_start);
  out.set_term_years(version.term_years);
  *out.mutable_fee() = MoneyOf(version.fee);
  out.set_participation_percent(version.participation_percent);
  out.set_full_participation_up_to(version.full_participation_up_to);
  out.set_waiting_days(version.waiting_days);
  *out.mutable_second_person_above() = MoneyOf(version.second_person_above);
  v1::HospitalBenefit& hospital = *out.mutable_hospital();
  *hospital.mutable_threshold() = MoneyOf(version.threshold);
  hospital.set_rate_to_threshold_bp(version.rate_to_threshold_bp);
  hospital.set_rate_above_threshold_bp(version.rate_above_threshold_bp);
  *hospital.mutable_first_admission_bonus() = MoneyOf(version.first_admission_bonus);
  out.set_document_number(version.document_number);
  out.set_author(version.author);
  *out.mutable_create_time() = TimestampOf(version.created_at);
  *out.mutable_term_end() = rpc::DateOf(TermEnd(version.term_start, version.term_years));
  return out;
}

store::PlanVersionRow FromProto(const v1::PlanVersion& version) {
  store::PlanVersionRow row;
  row.term_start = rpc::DateOf(version.term_start()).value();
  row.term_years = version.term_years();
  row.fee = rpc::FenOf(version.fee()).value();
  row.participation_percent = version.participation_percent();
  row.full_participation_up_to = version.full_participation_up_to();
  row.waiting_days = version.waiting_days();
  row.second_person_above = rpc::FenOf(version.second_person_above()).value();
  row.threshold = rpc::FenOf(version.hospital().threshold()).value();
  row.rate_to_threshold_bp = version.hospital().rate_to_threshold_bp();
  row.rate_above_threshold_bp = version.hospital().rate_above_threshold_bp();
  row.first_admission_bonus = rpc::FenOf(version.hospital().first_admission_bonus()).value();
  row.document_number = version.document_number();
  return row;
}

v1::Roster ToProto(const store::RosterRow& roster, const store::PlanVersionRow& plan_version,
                   int64_t version, const std::vector<int>& roles) {
  v1::Roster out;
  out.set_name(base::MakeName("rosters", roster.id));
  out.set_etag(rpc::EtagOf(version));
  out.set_plan_version(plan_version.Name());
  out.set_organization(base::MakeName("organizations", roster.organization));
  out.set_headcount(roster.headcount);
  out.set_state(static_cast<v1::Roster::State>(roster.state));
  out.set_employer_title(roster.employer_title);
  out.set_employer_credit_code(roster.employer_credit_code);
  out.set_county(roster.county);
  *out.mutable_upload() = ProgressOf(roster.upload);
  out.set_accepted_count(roster.accepted);
  out.set_refused_count(roster.upload.refused);
  AddReasons(roster.upload.reasons, *out.mutable_reasons());
  *out.mutable_amount_due() = MoneyOf(AmountDue(roster, plan_version));
  if (roster.paid_on) *out.mutable_paid_on() = rpc::DateOf(*roster.paid_on);
  out.set_enrolled_count(roster.enrolled);
  out.set_void_count(roster.voided);
  AddVerbs(static_cast<RosterState>(roster.state), "Roster", roles, *out.mutable_available_verbs());
  *out.mutable_create_time() = TimestampOf(roster.created_at);
  return out;
}

v1::Enrolment ToProto(const store::EnrolmentRow& enrolment) {
  v1::Enrolment out;
  out.set_name(base::MakeName("enrolments", enrolment.id));
  out.set_plan_version(PlanVersionName(enrolment.plan_version));
  out.set_roster(base::MakeName("rosters", enrolment.roster));
  out.set_organization(base::MakeName("organizations", enrolment.organization));
  out.set_county(enrolment.county);
  out.set_display_name(enrolment.masked_name);
  out.set_id_number(enrolment.masked_id_number);
  out.set_state(static_cast<v1::Enrolment::State>(enrolment.state));
  *out.mutable_term_start() = rpc::DateOf(enrolment.term_start);
  *out.mutable_term_end() = rpc::DateOf(enrolment.term_end);
  *out.mutable_first_covered() = rpc::DateOf(enrolment.first_covered);
  *out.mutable_paid_on() = rpc::DateOf(enrolment.paid_on);
  if (enrolment.state == store::EnrolmentRow::kVoid) {
    out.set_counted_enrolment(base::MakeName("enrolments", enrolment.counted_enrolment));
    *out.mutable_refund_due() = MoneyOf(enrolment.refund_due);
  }
  return out;
}

v1::SettlementImport ToProto(const store::ImportRow& import, int64_t version) {
  v1::SettlementImport out;
  out.set_name(base::MakeName("settlementImports", import.id));
  out.set_etag(rpc::EtagOf(version));
  out.set_title(import.title);
  out.set_dry_run(import.dry_run);
  out.set_state(import.upload.complete ? v1::SettlementImport::STATE_COMPLETE
                                       : v1::SettlementImport::STATE_OPEN);
  *out.mutable_upload() = ProgressOf(import.upload);
  out.set_accepted_count(import.accepted);
  out.set_replayed_count(import.replayed);
  out.set_refused_count(import.upload.refused);
  out.set_unmatched_count(import.unmatched);
  AddReasons(import.upload.reasons, *out.mutable_reasons());
  *out.mutable_create_time() = TimestampOf(import.created_at);
  return out;
}

v1::Settlement ToProto(const store::SettlementRow& settlement) {
  v1::Settlement out;
  out.set_name(base::MakeName("settlements", settlement.id));
  out.set_settlement_id(settlement.settlement_id);
  out.set_version(settlement.version);
  out.set_encounter_id(settlement.encounter_id);
  out.set_state(static_cast<v1::Settlement::State>(settlement.state));
  out.set_id_number(settlement.masked_id_number);
  out.set_hospital_code(settlement.hospital_code);
  out.set_visit_kind(static_cast<v1::VisitKind>(settlement.visit_kind));
  *out.mutable_admit_date() = rpc::DateOf(settlement.admit_date);
  *out.mutable_discharge_date() = rpc::DateOf(settlement.discharge_date);
  *out.mutable_settle_time() = TimestampOf(settlement.settle_time);
  v1::Bill& bill = *out.mutable_bill();
  *bill.mutable_total() = MoneyOf(settlement.bill.total);
  *bill.mutable_pool_pay() = MoneyOf(settlement.bill.pool_pay);
  *bill.mutable_catastrophic_pay() = MoneyOf(settlement.bill.catastrophic_pay);
  *bill.mutable_civil_pay() = MoneyOf(settlement.bill.civil_pay);
  *bill.mutable_med_aid_pay() = MoneyOf(settlement.bill.med_aid_pay);
  *bill.mutable_other_pay() = MoneyOf(settlement.bill.other_pay);
  *bill.mutable_hospital_borne() = MoneyOf(settlement.bill.hospital_borne);
  *bill.mutable_self_funded() = MoneyOf(settlement.bill.self_funded);
  *bill.mutable_self_managed() = MoneyOf(settlement.bill.self_managed);
  *bill.mutable_self_paid() = MoneyOf(settlement.bill.self_paid);
  *bill.mutable_personal_account_pay() = MoneyOf(settlement.bill.personal_account_pay);
  *bill.mutable_cash_pay() = MoneyOf(settlement.bill.cash_pay);
  out.set_settlement_import(base::MakeName("settlementImports", settlement.import));
  return out;
}

v1::Claim ToProto(const store::ClaimRow& claim, int64_t version, const std::vector<int>& roles) {
  v1::Claim out;
  out.set_name(base::MakeName("claims", claim.id));
  out.set_etag(rpc::EtagOf(version));
  out.set_settlement(base::MakeName("settlements", claim.settlement));
  out.set_enrolment(base::MakeName("enrolments", claim.enrolment));
  out.set_plan_version(PlanVersionName(claim.plan_version));
  out.set_organization(base::MakeName("organizations", claim.organization));
  out.set_county(claim.county);
  out.set_state(static_cast<v1::Claim::State>(claim.state));
  *out.mutable_amount() = MoneyOf(claim.amount);
  *out.mutable_burden() = MoneyOf(claim.burden);
  *out.mutable_event_date() = rpc::DateOf(claim.event_date);
  out.set_first_admission(claim.first_admission);
  if (!claim.reason.empty()) out.add_reasons(claim.reason);
  for (const std::string_view flag : FlagNames(claim.flags)) out.add_flags(std::string(flag));
  out.set_decision_version(claim.decision_version);
  if (claim.verdict != v1::Recommendation::VERDICT_UNSPECIFIED) {
    v1::Recommendation& recommendation = *out.mutable_recommendation();
    recommendation.set_verdict(static_cast<v1::Recommendation::Verdict>(claim.verdict));
    recommendation.set_comment(claim.comment);
    recommendation.set_reviewer(claim.reviewer);
    if (claim.reviewed_at) *recommendation.mutable_time() = TimestampOf(*claim.reviewed_at);
  }
  out.set_decided_by(claim.decided_by);
  out.set_display_name(claim.masked_name);
  AddVerbs(static_cast<ClaimState>(claim.state), "Claim", roles, *out.mutable_available_verbs());
  *out.mutable_create_time() = TimestampOf(claim.created_at);
  *out.mutable_update_time() = TimestampOf(claim.updated_at);
  return out;
}

v1::Pool ToProto(const store::PoolRow& pool) {
  v1::Pool out;
  out.set_name("pools/" + pool.plan_version);
  out.set_plan_version(PlanVersionName(pool.plan_version));
  out.set_enrolled_count(pool.enrolled);
  *out.mutable_contributions() = MoneyOf(pool.contributions);
  *out.mutable_refunds_due() = MoneyOf(pool.refunds_due);
  out.set_approved_count(pool.approved);
  *out.mutable_awarded() = MoneyOf(pool.awarded);
  out.set_under_review_count(pool.under_review);
  out.set_rejected_count(pool.rejected);
  return out;
}

v1::Figure ToProto(const store::FigureRow& figure) {
  v1::Figure out;
  out.set_year(figure.year);
  out.set_county(figure.county);
  out.set_enrolled_count(figure.enrolled);
  out.set_approved_count(figure.approved);
  *out.mutable_awarded() = MoneyOf(figure.awarded);
  out.set_rejected_count(figure.rejected);
  out.set_under_review_count(figure.under_review);
  return out;
}

type::v1::RowError ToProto(const store::UploadErrorRow& error) {
  const FaultText text = TextOfAny(error.reason);
  type::v1::RowError out;
  out.set_row(error.row);
  out.set_column(error.column);
  out.set_reason(error.reason);
  out.set_other_row(error.other_row);
  out.set_warning(error.warning);
  out.set_message(std::string(text.message));
  out.set_message_en(std::string(text.message_en));
  return out;
}

Bill FromProto(const v1::Bill& bill) {
  const auto fen = [](const google::type::Money& money) { return rpc::FenOf(money).value(); };
  return {fen(bill.total()),
          fen(bill.pool_pay()),
          fen(bill.catastrophic_pay()),
          fen(bill.civil_pay()),
          fen(bill.med_aid_pay()),
          fen(bill.other_pay()),
          fen(bill.hospital_borne()),
          fen(bill.self_funded()),
          fen(bill.self_managed()),
          fen(bill.self_paid()),
          fen(bill.personal_account_pay()),
          fen(bill.cash_pay())};
}

void AddLines(const std::vector<Line>& lines,
              google::protobuf::RepeatedPtrField<type::v1::ExplanationLine>& out) {
  for (const Line& line : lines) {
    type::v1::ExplanationLine& item = *out.Add();
    item.set_code(std::string(line.code));
    item.set_label(std::string(line.label));
    item.set_label_en(std::string(line.label_en));
    for (const auto& [name, value] : line.inputs) {
      type::v1::NamedValue& input = *item.add_inputs();
      input.set_name(name);
      input.set_value(value);
    }
    item.set_result(line.result);
  }
}

std::string ExplanationBytes(const std::vector<Line>& lines) {
  v1::Claim claim;
  AddLines(lines, *claim.mutable_explanation());
  return claim.SerializeAsString();
}

}  // namespace unioncare::medical
