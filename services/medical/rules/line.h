#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/money.h"

// How a decision explains itself: the lines of its arithmetic, in the order they are computed. They
// are stored with the claim and shown to the worker, so `code` and the names of inputs are stable.
namespace unioncare::medical {

struct Line {
  std::string_view code;      // UPPER_SNAKE, such as "RATE_TO_THRESHOLD"; static storage
  std::string_view label;     // Chinese; static storage
  std::string_view label_en;  // static storage
  // By name, in the order they enter. Money is an exact decimal in yuan ("934.567"), a rate is in
  // percent ("80", "12.5"), a date is "2024-05-01".
  std::vector<std::pair<std::string, std::string>> inputs;
  std::string result;  // yuan, exact decimal; only the line ROUNDED rounds

  friend bool operator==(const Line&, const Line&) = default;
};

// An exact amount in yuan from fen × basis points (millionths of a yuan): at least two decimals, no
// zeros after that. 93456700 × 10 -> "934.567"; 0 -> "0.00".
std::string ExactYuan(__int128 fen_basis_points);

// 8000 -> "80", 1250 -> "12.5".
std::string Percent(int32_t basis_points);

}  // namespace unioncare::medical
