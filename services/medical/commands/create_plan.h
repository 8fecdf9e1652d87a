#pragma once

#include "common/change/command.h"
#include "services/medical/store/store.h"
#include "unioncare/medical/v1/medical_service.pb.h"

namespace unioncare::medical {

// Makes a plan, without versions.
class CreatePlan : public change::Command<store::Store, v1::Plan> {
 public:
  CreatePlan(change::Request request, const v1::CreatePlanRequest& body)
      : Command(std::move(request)), title_(body.plan().title()) {}

  void Need(store::Store&) const override {}
  std::optional<change::RowScope> Subject(const store::Store&) const override {
    return change::RowScope{};
  }
  absl::StatusOr<v1::Plan> Decide(store::Store& store, const change::Moment& moment) const override;

 private:
  const std::string title_;
};

// Adds an immutable version to a plan.
class CreatePlanVersion : public change::Command<store::Store, v1::PlanVersion> {
 public:
  CreatePlanVersion(change::Request request, const v1::CreatePlanVersionRequest& body);

  void Need(store::Store& store) const override { store.plans.Want(plan_id_); }
  std::optional<change::RowScope> Subject(const store::Store& store) const override;
  absl::StatusOr<v1::PlanVersion> Decide(store::Store& store,
                                         const change::Moment& moment) const override;

 private:
  const int64_t plan_id_;
  const v1::PlanVersion version_;
};

}  // namespace unioncare::medical
