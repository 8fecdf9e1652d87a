#include "tests/bench/requests.h"

#include <random>

#include "common/rpc/values.h"
#include "services/medical/commands/convert.h"

namespace unioncare::bench {

using Async = std::remove_pointer_t<decltype(std::declval<Stubs>().Next())>;

int64_t AnyOrganization() {
  static thread_local std::minstd_rand random{std::random_device{}()};
  return std::uniform_int_distribution<int64_t>(1, kOrganizations)(random);
}

medical::v1::CreateRosterRequest RosterRequest(const Place& place) {
  medical::v1::CreateRosterRequest request;
  request.set_request_id(base::FormatUuid(NextRequestId()));
  request.mutable_roster()->set_plan_version(place.plan_version().Name());
  request.mutable_roster()->set_organization(base::MakeName("organizations", AnyOrganization()));
  request.mutable_roster()->set_headcount(120);
  return request;
}

StartCall CreateRosters(Stubs& stubs, const Place& place) {
  return [&stubs, &place](Done done) {
    Call<Async, medical::v1::CreateRosterRequest, medical::v1::Roster>(
        stubs.Next(), &Async::CreateRoster, place.bearer(), RosterRequest(place), std::move(done));
    return true;
  };
}

StartCall ApproveEach(Stubs& stubs, const Place& place, std::atomic<int64_t>& next, int64_t count) {
  return [&stubs, &place, &next, count](Done done) {
    const int64_t id = ++next;
    if (id > count) return false;
    medical::v1::ApproveClaimRequest request;
    request.set_request_id(base::FormatUuid(NextRequestId()));
    request.set_name(base::MakeName("claims", id));
    request.set_etag(rpc::EtagOf(1));
    Call<Async, medical::v1::ApproveClaimRequest, medical::v1::Claim>(
        stubs.Next(), &Async::ApproveClaim, place.bearer(), std::move(request), std::move(done));
    return true;
  };
}

}  // namespace unioncare::bench
