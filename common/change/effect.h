#pragma once

#include <cstdint>
#include <string>

namespace unioncare::change {

// What a row tells the journal about itself beside its digest; all of it may be read by peers and
// auditors, so nothing private. A Row has `EffectFacts Facts() const` when it has any.
struct EffectFacts {
  std::string resource;    // "claims/…"
  std::string person_key;  // pseudonym of the person concerned
  int64_t amount_fen = 0;
  int32_t year = 0;  // that the amount counts in
  int64_t own_burden_fen = 0;
};

}  // namespace unioncare::change
