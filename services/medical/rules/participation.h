#pragma once

#include <cstdint>

namespace unioncare::medical {

// How many of an employer's insured staff must enrol (domain/medical §3.3): everybody up to a head
// count of `full_up_to`, else ceil(headcount × percent / 100). ParticipationFloor(11, 80, 10) == 9.
int64_t ParticipationFloor(int32_t headcount, int32_t percent, int32_t full_up_to);

}  // namespace unioncare::medical
