#pragma once

#include "common/base/money.h"
#include "common/change/command.h"
#include "common/change/job.h"
#include "services/medical/commands/employer.h"
#include "services/medical/store/store.h"
#include "unioncare/medical/v1/medical_service.pb.h"

// The steps of a roster that are a click: made, submitted, paid.
namespace unioncare::medical {

// Makes an empty roster. Locks the employer, so that what is known of it is as new as its newest
// roster.
class CreateRoster : public change::Command<store::Store, v1::Roster> {
 public:
  CreateRoster(change::Request request, const v1::CreateRosterRequest& body, Employer employer);

  void Need(store::Store& store) const override;
  std::optional<change::RowScope> Subject(const store::Store& store) const override;
  absl::StatusOr<v1::Roster> Decide(store::Store& store,
                                    const change::Moment& moment) const override;

 private:
  const std::string plan_version_;
  const int32_t headcount_;
  const Employer employer_;
};

// What the next two have in common: one roster, seen as it was.
class RosterStep : public change::Command<store::Store, v1::Roster> {
 public:
  RosterStep(change::Request request, const std::string& name, std::string etag);

  void Need(store::Store& store) const override;
  std::optional<change::RowScope> Subject(const store::Store& store) const override;

 protected:
  // The roster after the verb, or why it cannot be.
  absl::StatusOr<store::RosterRow> Step(const store::Store& store, RosterVerb verb) const;
  absl::StatusOr<v1::Roster> Keep(store::Store& store, store::RosterRow roster,
                                  std::string_view verb, const change::Moment& moment) const;

 private:
  const int64_t id_;
  const std::string etag_;
};

// The union stands by the roster.
class SubmitRoster : public RosterStep {
 public:
  SubmitRoster(change::Request request, const v1::SubmitRosterRequest& body)
      : RosterStep(std::move(request), body.name(), body.etag()) {}
  absl::StatusOr<v1::Roster> Decide(store::Store& store,
                                    const change::Moment& moment) const override;
};

// The bank received the fee; a job makes the enrolments.
class ConfirmRosterPayment : public RosterStep {
 public:
  ConfirmRosterPayment(change::Request request, const v1::ConfirmRosterPaymentRequest& body);
  absl::StatusOr<v1::Roster> Decide(store::Store& store,
                                    const change::Moment& moment) const override;

 private:
  const base::Fen amount_;
  const base::Date paid_on_;
};

}  // namespace unioncare::medical
