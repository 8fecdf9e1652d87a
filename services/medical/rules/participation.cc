#include "services/medical/rules/participation.h"

namespace unioncare::medical {

int64_t ParticipationFloor(int32_t headcount, int32_t percent, int32_t full_up_to) {
  if (headcount <= full_up_to) return headcount;
  return (static_cast<int64_t>(headcount) * percent + 99) / 100;
}

}  // namespace unioncare::medical
