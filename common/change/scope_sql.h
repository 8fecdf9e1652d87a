#pragma once

#include "common/change/caller.h"
#include "common/db/sql.h"

namespace unioncare::change {

// " AND …" for the rows that the caller reaches, in tables with the columns organization, county
// and person_key; nothing for callers who reach all of them. Columns that a table lacks are never
// named as long as no grant of its methods has that scope.
inline void AppendScope(db::Sql& sql, const Caller& caller) {
  switch (caller.reach) {
    case Reach::kNoRow:
    case Reach::kCity:
    case Reach::kSystem:
      return;
    // As Caller::Reaches: who has no county, organization or person_key reaches nothing by it.
    case Reach::kCounty:
      sql << " AND county<>'' AND county=" << caller.county;
      return;
    case Reach::kOrganization:
      sql << " AND organization<>0 AND organization=" << caller.organization;
      return;
    case Reach::kOwn:
      sql << " AND person_key<>'' AND person_key=" << db::Bytes{caller.person_key};
      return;
  }
}

}  // namespace unioncare::change
