#pragma once

#include <cstdint>
#include <string>
#include <vector>

// Who asks, and which rows they reach. common/rpc fills a Caller from the token and from the grant
// of the method's contract that matched; the write path compares it with the locked row, the read
// path puts it into the WHERE clause.
namespace unioncare::change {

// The columns of a row that say whose it is.
struct RowScope {
  int64_t organization = 0;  // the base union; 0: none
  std::string county;        // division code; empty: none
  std::string person_key;    // empty: none
};

// How far a grant reaches, narrowed by where the caller's organization stands in the tree.
enum class Reach {
  kNoRow,         // the method touches no row that belongs to somebody
  kCity,          // every row of the city
  kCounty,        // rows of the caller's county
  kOrganization,  // rows of the caller's base union
  kOwn,           // rows of the caller's own person_key
  kSystem,        // this service itself: jobs and file chunks
};

struct Caller {
  std::string account;  // "accounts/…", or the service's own name for kSystem
  std::vector<int> roles;
  Reach reach = Reach::kNoRow;
  int64_t organization = 0;
  std::string county;
  std::string person_key;

  bool Reaches(const RowScope& row) const {
    switch (reach) {
      case Reach::kNoRow:
      case Reach::kCity:
      case Reach::kSystem:
        return true;
      case Reach::kCounty:
        return !county.empty() && row.county == county;
      case Reach::kOrganization:
        return organization != 0 && row.organization == organization;
      case Reach::kOwn:
        return !person_key.empty() && row.person_key == person_key;
    }
    return false;
  }
};

}  // namespace unioncare::change
