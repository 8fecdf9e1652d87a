#pragma once

#include "common/change/command.h"
#include "services/medical/rules/reasons.h"
#include "services/medical/store/store.h"
#include "unioncare/medical/v1/medical_service.pb.h"

// What people do with a claim under review.
namespace unioncare::medical {

// What the three have in common: one claim, seen as it was, under its person's lock.
class ClaimStep : public change::Command<store::Store, v1::Claim> {
 public:
  ClaimStep(change::Request request, const std::string& name, std::string etag);

  void Need(store::Store& store) const override;
  std::optional<change::RowScope> Subject(const store::Store& store) const override;

 protected:
  // The claim, if the verb may be done to it now.
  absl::StatusOr<store::ClaimRow> Check(const store::Store& store, ClaimVerb verb) const;
  // Stores what a person said, and decides the person's claims anew.
  absl::StatusOr<v1::Claim> DecideAnew(store::Store& store, store::ClaimRow claim,
                                       std::string_view verb, const change::Moment& moment) const;
  absl::StatusOr<v1::Claim> Reply(const store::Store& store, const change::Moment& moment,
                                  int64_t version) const;
  int64_t id() const { return id_; }

 private:
  const int64_t id_;
  const std::string etag_;
};

// Recommends; decides nothing.
class ReviewClaim : public ClaimStep {
 public:
  ReviewClaim(change::Request request, const v1::ReviewClaimRequest& body)
      : ClaimStep(std::move(request), body.name(), body.etag()),
        verdict_(body.verdict()),
        comment_(body.comment()) {}
  absl::StatusOr<v1::Claim> Decide(store::Store& store,
                                   const change::Moment& moment) const override;

 private:
  const v1::Recommendation::Verdict verdict_;
  const std::string comment_;
};

// Accepts the claim's flags; what is paid is what the rules then say. With an amount that is what
// was shown under review, and nothing else of the person changes (rules/adjudicate.h); without one
// the person is decided anew.
class ApproveClaim : public ClaimStep {
 public:
  ApproveClaim(change::Request request, const v1::ApproveClaimRequest& body)
      : ClaimStep(std::move(request), body.name(), body.etag()) {}
  void Need(store::Store& store) const override;
  absl::StatusOr<v1::Claim> Decide(store::Store& store,
                                   const change::Moment& moment) const override;
};

// Refuses the claim; a bonus that it held moves on.
class RejectClaim : public ClaimStep {
 public:
  RejectClaim(change::Request request, const v1::RejectClaimRequest& body)
      : ClaimStep(std::move(request), body.name(), body.etag()), reason_(body.reason()) {}
  absl::StatusOr<v1::Claim> Decide(store::Store& store,
                                   const change::Moment& moment) const override;

 private:
  const std::string reason_;
};

}  // namespace unioncare::medical
