#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/change/command.h"
#include "common/db/sql.h"
#include "services/medical/store/store.h"

// Deciding the claims of one person anew from all that is known of them: what a settlement, an
// enrolment, an approval and a refusal all end with, so that their order cannot matter. Only what
// comes out differently is stored; pools and figures move by the difference.
namespace unioncare::medical {

// The wanted pool of a plan version, or a new one.
store::PoolRow PoolOf(const store::Store& store, const std::string& plan_version);

// What DecidePerson reads and writes of these persons. Call it in every round of Need: what it asks
// for grows with what is loaded. `county` is that of enrolments about to be made; empty: none.
void NeedPersons(store::Store& store, const std::vector<db::Bytes>& persons,
                 const std::string& county = "");

// Decides the person's claims under every plan.
void DecidePerson(store::Store& store, const db::Bytes& person, const change::Moment& moment);

// Stores what became of a claim, as its next decision; pool and figures move by the difference.
void RestateClaim(store::Store& store, const store::ClaimRow& before, store::ClaimRow after,
                  std::string_view verb, const change::Moment& moment);

// Counts an enrolment in its pool and its county's figures, or takes it out again (-1).
void CountEnrolment(store::Store& store, const store::EnrolmentRow& enrolment, int64_t difference);

}  // namespace unioncare::medical
