#include "services/medical/commands/claim_steps.h"

#include "common/base/money.h"
#include "common/rpc/values.h"
#include "common/status/reasons.h"
#include "services/medical/commands/convert.h"
#include "services/medical/commands/decide_person.h"
#include "services/medical/commands/reasons.h"

namespace unioncare::medical {

using store::ClaimRow;
using store::Store;

ClaimStep::ClaimStep(change::Request request, const std::string& name, std::string etag)
    : Command(std::move(request)),
      id_(base::ParseName(name, "claims").value_or(0)),
      etag_(std::move(etag)) {}

void ClaimStep::Need(Store& store) const {
  store.claims.Want(id_);
  if (const ClaimRow* claim = store.claims.Find(id_)) NeedPersons(store, {claim->person_key});
}

std::optional<change::RowScope> ClaimStep::Subject(const Store& store) const {
  const ClaimRow* claim = store.claims.Find(id_);
  if (claim == nullptr) return std::nullopt;
  return change::RowScope{claim->organization, claim->county, claim->person_key.value};
}

absl::StatusOr<ClaimRow> ClaimStep::Check(const Store& store, ClaimVerb verb) const {
  const ClaimRow& claim = *store.claims.Find(id_);
  const auto state = static_cast<ClaimState>(claim.state);
  if (!After(state, verb)) {
    return status::Refuse(status::kWrongState,
                          {{"state", std::string(Name(state))}, {"verb", std::string(Name(verb))}});
  }
  if (etag_ != rpc::EtagOf(store.claims.VersionOf(id_))) {
    return status::Refuse(status::kChangedSinceSeen);
  }
  return claim;
}

absl::StatusOr<v1::Claim> ClaimStep::DecideAnew(Store& store, ClaimRow claim, std::string_view verb,
                                                const change::Moment& moment) const {
  const int64_t version = store.claims.VersionOf(id_) + 1;
  const db::Bytes person = claim.person_key;
  claim.decided_by = moment.caller->account;
  store.claims.Save(std::move(claim), verb);
  DecidePerson(store, person, moment);
  return Reply(store, moment, version);
}

absl::StatusOr<v1::Claim> ClaimStep::Reply(const Store& store, const change::Moment& moment,
                                           int64_t version) const {
  return ToProto(*store.claims.Find(id_), version, moment.caller->roles);
}

absl::StatusOr<v1::Claim> ReviewClaim::Decide(Store& store, const change::Moment& moment) const {
  ASSIGN_OR_RETURN(ClaimRow claim, Check(store, ClaimVerb::kReview));
  claim.verdict = verdict_;
  claim.comment = comment_;
  claim.reviewer = moment.caller->account;
  claim.reviewed_at = moment.business;
  claim.updated_at = moment.business;
  const int64_t version = store.claims.VersionOf(id()) + 1;
  store.claims.Save(std::move(claim), "REVIEWED");
  return Reply(store, moment, version);
}

void ApproveClaim::Need(Store& store) const {
  store.claims.Want(id());
  const ClaimRow* claim = store.claims.Find(id());
  if (claim == nullptr) return;
  if (claim->amount == base::Fen{0}) return NeedPersons(store, {claim->person_key});
  store.persons.Want(claim->person_key);
  store.plan_versions.Want(claim->plan_version);
  store.pools.Want(claim->plan_version);
  store.figures.Want(store::FigureRow::KeyOf(claim->event_date.Year(), claim->county));
}

absl::StatusOr<v1::Claim> ApproveClaim::Decide(Store& store, const change::Moment& moment) const {
  ASSIGN_OR_RETURN(ClaimRow claim, Check(store, ClaimVerb::kApprove));
  const base::Fen limit = store.plan_versions.Find(claim.plan_version)->second_person_above;
  const bool recommended_by_another = claim.verdict == v1::Recommendation::VERDICT_APPROVE &&
                                      claim.reviewer != moment.caller->account;
  if (claim.amount > limit && !recommended_by_another) {
    return status::Refuse(kSecondPersonRequired, {{"limit", base::ToYuan(limit)}});
  }
  const ClaimRow before = claim;
  claim.cleared_flags |= claim.flags;
  if (claim.amount == base::Fen{0}) return DecideAnew(store, std::move(claim), "ACCEPTED", moment);
  claim.open_flags = 0;
  claim.state = static_cast<int32_t>(ClaimState::kApproved);
  claim.decided_by = moment.caller->account;
  const int64_t version = store.claims.VersionOf(id()) + 1;
  RestateClaim(store, before, std::move(claim), Name(ClaimState::kApproved), moment);
  return Reply(store, moment, version);
}

absl::StatusOr<v1::Claim> RejectClaim::Decide(Store& store, const change::Moment& moment) const {
  ASSIGN_OR_RETURN(ClaimRow claim, Check(store, ClaimVerb::kReject));
  if (!RefusalFromName(reason_)) {
    return status::Refuse(kReasonUnknown, {{"reason", reason_}});
  }
  claim.rejected_by_person = reason_;
  return DecideAnew(store, std::move(claim), "REFUSED", moment);
}

}  // namespace unioncare::medical
