#pragma once

#include <string>
#include <vector>

#include "services/medical/rules/hospital_benefit.h"
#include "services/medical/rules/line.h"
#include "services/medical/store/rows.h"
#include "unioncare/medical/v1/medical_service.pb.h"

// Between the contract and our rows. Nothing here decides.
namespace unioncare::medical {

// "plans/x/versions/2" and (x, 2) to "x-2"; empty for a name that is none.
std::string PlanVersionKey(const std::string& name);
std::string PlanVersionKey(int64_t plan, int32_t number);
// "x-2" to "plans/x/versions/2"
std::string PlanVersionName(const std::string& key);

HospitalTerms TermsOf(const store::PlanVersionRow& version);
base::Fen AmountDue(const store::RosterRow& roster, const store::PlanVersionRow& version);

v1::Plan ToProto(const store::PlanRow& plan, int64_t version);
v1::PlanVersion ToProto(const store::PlanVersionRow& version);
// Validated, with money that Validate let through.
store::PlanVersionRow FromProto(const v1::PlanVersion& version);
v1::Roster ToProto(const store::RosterRow& roster, const store::PlanVersionRow& plan_version,
                   int64_t version, const std::vector<int>& roles);
v1::Enrolment ToProto(const store::EnrolmentRow& enrolment);
v1::SettlementImport ToProto(const store::ImportRow& import, int64_t version);
v1::Settlement ToProto(const store::SettlementRow& settlement);
v1::Claim ToProto(const store::ClaimRow& claim, int64_t version, const std::vector<int>& roles);
v1::Pool ToProto(const store::PoolRow& pool);
v1::Figure ToProto(const store::FigureRow& figure);
type::v1::RowError ToProto(const store::UploadErrorRow& error);

Bill FromProto(const v1::Bill& bill);
void AddLines(const std::vector<Line>& lines,
              google::protobuf::RepeatedPtrField<type::v1::ExplanationLine>& out);
// How the lines of a claim are stored. Merged into a Claim, they are its explanation.
std::string ExplanationBytes(const std::vector<Line>& lines);

}  // namespace unioncare::medical
