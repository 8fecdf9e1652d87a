#pragma once

#include "common/change/job.h"
#include "common/change/unit_of_work.h"
#include "services/medical/store/rows.h"

namespace unioncare::medical::store {

// Everything medical writes, in the order in which it is locked.
struct Store : change::UnitOfWork {
  change::Table<PlanRow> plans;
  change::Table<PlanVersionRow> plan_versions;
  change::Table<EmployerRow> employers;
  change::Table<RosterRow> rosters;
  change::Table<ImportRow> imports;
  change::Table<PersonRow> persons;
  change::Table<PersonSecretRow> person_secrets;
  change::Table<RosterMemberRow> members;
  change::Table<EnrolmentRow> enrolments;
  change::Table<SettlementRow> settlements;
  change::Table<ClaimRow> claims;
  change::Table<ExplanationRow> explanations;
  change::Table<PoolRow> pools;
  change::Table<FigureRow> figures;
  change::Table<UploadChunkRow> chunks;
  change::Table<UploadErrorRow> errors;
  change::Table<change::JobRow> jobs;

  Store()
      : UnitOfWork({&plans, &plan_versions, &employers, &rosters, &imports, &persons,
                    &person_secrets, &members, &enrolments, &settlements, &claims, &explanations,
                    &pools, &figures, &chunks, &errors, &jobs}) {}
};

}  // namespace unioncare::medical::store
