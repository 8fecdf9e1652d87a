#include "services/medical/rules/line.h"

#include <cstdlib>

namespace unioncare::medical {
namespace {

// number / 10^decimals, with at least `keep` decimals and no zeros after those.
std::string Decimal(__int128 number, int decimals, int keep) {
  const bool negative = number < 0;
  std::string reversed;
  for (int place = 0; number != 0 || place <= decimals; ++place, number /= 10) {
    const int digit = std::abs(static_cast<int>(number % 10));
    if (place == decimals && !reversed.empty()) reversed.push_back('.');
    const bool needless = digit == 0 && reversed.empty() && place < decimals - keep;
    if (!needless) reversed.push_back(static_cast<char>('0' + digit));
  }
  if (negative) reversed.push_back('-');
  return {reversed.rbegin(), reversed.rend()};
}

}  // namespace

std::string ExactYuan(__int128 fen_basis_points) { return Decimal(fen_basis_points, 6, 2); }

std::string Percent(int32_t basis_points) { return Decimal(basis_points, 2, 0); }

}  // namespace unioncare::medical
