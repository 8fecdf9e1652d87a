#pragma once

#include "services/medical/rules/claim_state.h"
#include "services/medical/rules/roster_state.h"
#include "services/medical/rules/visit_kind.h"
#include "services/medical/store/claim_rows.h"
#include "services/medical/store/person_rows.h"
#include "services/medical/store/plan_rows.h"
#include "services/medical/store/roster_rows.h"
#include "services/medical/store/upload_rows.h"

// The stored rows of medical, one struct a table (common/db/row.h says how they are read and
// written). States are stored as the numbers of the contract. Masked forms are stored beside what
// they mask, so that no reading ever decrypts.
