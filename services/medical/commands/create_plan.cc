#include "services/medical/commands/create_plan.h"

#include "services/medical/commands/convert.h"
#include "services/medical/commands/reasons.h"
#include "services/medical/rules/term.h"

namespace unioncare::medical {

absl::StatusOr<v1::Plan> CreatePlan::Decide(store::Store& store,
                                            const change::Moment& moment) const {
  store::PlanRow plan;
  plan.id = moment.NewId();
  plan.title = title_;
  plan.created_at = moment.business;
  store.plans.Save(plan, "CREATED");
  return ToProto(plan, 1);
}

CreatePlanVersion::CreatePlanVersion(change::Request request,
                                     const v1::CreatePlanVersionRequest& body)
    : Command(std::move(request)),
      plan_id_(base::ParseName(body.parent(), "plans").value_or(0)),
      version_(body.plan_version()) {}

std::optional<change::RowScope> CreatePlanVersion::Subject(const store::Store& store) const {
  if (store.plans.Find(plan_id_) == nullptr) return std::nullopt;
  return change::RowScope{};
}

absl::StatusOr<v1::PlanVersion> CreatePlanVersion::Decide(store::Store& store,
                                                          const change::Moment& moment) const {
  if (!version_.has_hospital()) return status::Refuse(kBenefitRequired);
  store::PlanRow plan = *store.plans.Find(plan_id_);
  ++plan.latest_version;
  store::PlanVersionRow version = FromProto(version_);
  if (plan.covered_until && version.term_start <= *plan.covered_until) {
    return status::Refuse(kTermOverlap, {{"covered_until", plan.covered_until->ToString()}});
  }
  plan.covered_until = TermEnd(version.term_start, version.term_years);
  version.key = PlanVersionKey(plan.id, plan.latest_version);
  version.plan_id = plan.id;
  version.number = plan.latest_version;
  version.author = moment.caller->account;
  version.created_at = moment.business;
  store.plans.Save(std::move(plan), "VERSION_ADDED");
  store.plan_versions.Save(version, "CREATED");
  return ToProto(version);
}

}  // namespace unioncare::medical
