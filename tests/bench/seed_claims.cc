#include "common/crypto/digest.h"
#include "common/testing/mariadb.h"
#include "services/medical/commands/convert.h"
#include "services/medical/rules/adjudicate.h"
#include "services/medical/rules/term.h"
#include "tests/bench/place.h"

namespace unioncare::bench {
namespace {

using medical::store::ClaimRow;
using medical::store::EnrolmentRow;
using medical::store::PersonRow;
using medical::store::PlanVersionRow;
using medical::store::SettlementRow;

constexpr base::Instant kSeeded{1'714'521'600'000'000};
constexpr char kMaskedName[] = "D***";
constexpr char kMaskedNumber[] = "339901********0000";

db::Bytes PersonKeyOf(int64_t i) {
  return {std::string("\x01").append(crypto::Bytes(crypto::Sha256("person " + std::to_string(i))))};
}

// Admitted before the fee was paid, so that somebody must look.
base::Date AdmitDate(const PlanVersionRow& version) {
  return base::AddDays(version.term_start, 60);
}
base::Date PaidOn(const PlanVersionRow& version) { return base::AddDays(version.term_start, 90); }

medical::Bill BillOf(int64_t i) {
  const int64_t own = 5'000'00 + i % 1000 * 1'00;
  medical::Bill bill;
  bill.total = base::Fen{20'000'00};
  bill.pool_pay = base::Fen{bill.total.value - own};
  bill.self_paid = base::Fen{own};
  bill.cash_pay = base::Fen{own};
  return bill;
}

PersonRow PersonOf(int64_t i) {
  PersonRow row;
  row.person_key = PersonKeyOf(i);
  row.id_number = {std::string(58, '\x02')};
  row.name = {std::string(52, '\x03')};
  row.mobile = {std::string(51, '\x04')};
  row.masked_id_number = kMaskedNumber;
  row.masked_name = kMaskedName;
  row.created_at = kSeeded;
  return row;
}

EnrolmentRow EnrolmentOf(const PlanVersionRow& version, int64_t i) {
  EnrolmentRow row;
  row.id = i;
  row.person_key = PersonKeyOf(i);
  row.plan_id = version.plan_id;
  row.plan_version = version.key;
  row.roster = 1;
  row.organization = i % 5000 + 1;
  row.county = kCounty;
  row.masked_name = kMaskedName;
  row.masked_id_number = kMaskedNumber;
  row.term_start = version.term_start;
  row.term_end = medical::TermEnd(version.term_start, version.term_years);
  row.first_covered = version.term_start;
  row.paid_on = PaidOn(version);
  row.counted_enrolment = i;
  row.created_at = kSeeded;
  return row;
}

SettlementRow SettlementOf(const PlanVersionRow& version, int64_t i) {
  SettlementRow row;
  row.id = i;
  row.settlement_id = "DEMO" + std::to_string(100'000'000 + i);
  row.key = SettlementRow::KeyOf(row.settlement_id, row.version);
  row.encounter_id = "E" + std::to_string(100'000'000 + i);
  row.person_key = PersonKeyOf(i);
  row.masked_id_number = kMaskedNumber;
  row.organization = i % 5000 + 1;
  row.county = kCounty;
  row.state = SettlementRow::kMatched;
  row.hospital_code = "H33020300001";
  row.visit_kind = static_cast<int32_t>(medical::VisitKind::kInpatient);
  row.admit_date = AdmitDate(version);
  row.discharge_date = base::AddDays(row.admit_date, 9);
  row.settle_time = kSeeded;
  row.disease_codes = {std::string(45, '\x05')};
  row.bill = BillOf(i);
  row.content_hash = {std::string(32, '\x06')};
  row.import = 1;
  row.created_at = kSeeded;
  return row;
}

medical::Decision DecisionOf(const PlanVersionRow& version, int64_t i) {
  medical::Cover cover;
  cover.id = i;
  cover.term_start = version.term_start;
  cover.term_end = medical::TermEnd(version.term_start, version.term_years);
  cover.first_covered = version.term_start;
  cover.paid_on = PaidOn(version);
  cover.terms = medical::TermsOf(version);
  medical::Event event;
  event.id = i;
  event.encounter_id = "E" + std::to_string(100'000'000 + i);
  event.admit = AdmitDate(version);
  event.bill = BillOf(i);
  return medical::Adjudicate({cover}, {event}).front();
}

ClaimRow ClaimOf(const PlanVersionRow& version, int64_t i) {
  const medical::Decision decision = DecisionOf(version, i);
  ClaimRow row;
  row.id = i;
  row.person_key = PersonKeyOf(i);
  row.settlement = i;
  row.plan_id = version.plan_id;
  row.plan_version = version.key;
  row.enrolment = i;
  row.organization = i % 5000 + 1;
  row.county = kCounty;
  row.masked_name = kMaskedName;
  row.state = static_cast<int32_t>(medical::ClaimState::kUnderReview);
  row.amount = decision.amount;
  row.burden = decision.burden;
  row.event_date = AdmitDate(version);
  row.first_admission = decision.first_admission;
  row.flags = decision.flags;
  row.open_flags = decision.open_flags;
  row.explanation = i;
  row.explanation_hash.value = std::string(32, '\x06');
  row.decision_version = 1;
  row.created_at = kSeeded;
  row.updated_at = kSeeded;
  return row;
}

medical::store::ExplanationRow ExplanationOf(const PlanVersionRow& version, int64_t i) {
  return {i, i, {medical::ExplanationBytes(DecisionOf(version, i).lines)}};
}

}  // namespace

void SeedClaims(const Place& place, int64_t count) {
  const PlanVersionRow& version = place.plan_version();
  const auto connection = testing::Connect(place.database());
  Must(connection->Begin());
  Seed(*connection, count, PersonOf);
  Seed(*connection, count, [&](int64_t i) { return EnrolmentOf(version, i); });
  Seed(*connection, count, [&](int64_t i) { return SettlementOf(version, i); });
  Seed(*connection, count, [&](int64_t i) { return ClaimOf(version, i); });
  Seed(*connection, count, [&](int64_t i) { return ExplanationOf(version, i); });
  medical::store::PoolRow pool;
  pool.plan_version = version.key;
  pool.enrolled = count;
  pool.under_review = count;
  Seed(*connection, 1, [&](int64_t) { return pool; });
  medical::store::FigureRow figure;
  figure.year = version.term_start.Year();
  figure.county = kCounty;
  figure.key = medical::store::FigureRow::KeyOf(figure.year, figure.county);
  figure.enrolled = count;
  figure.under_review = count;
  Seed(*connection, 1, [&](int64_t) { return figure; });
  Must(connection->Commit());
}

}  // namespace unioncare::bench
