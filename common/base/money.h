#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Amounts of money, in fen (100 fen = 1 yuan), and the only rounding the system knows. There is no
// floating point on the way of an amount: rates are basis points (10,000 bp = 100 %), numerators
// are summed first and divided once (domain/README, "Conventions").
//
//   __int128 numerator = 0;
//   numerator += Product(Fen{300000}, 8000);                     // 80 % of the first 3,000 yuan
//   numerator += Product(Fen{1234567}, 1000);                    // 10 % of the rest
//   Fen pay{RoundHalfUp(numerator, kBasisPoints)};
namespace unioncare::base {

struct Fen {
  int64_t value = 0;
  friend auto operator<=>(const Fen&, const Fen&) = default;
};

inline constexpr int64_t kFenPerYuan = 100;
inline constexpr int64_t kBasisPoints = 10000;

// Checked arithmetic: nullopt when the result does not fit.
std::optional<Fen> Add(Fen a, Fen b);
std::optional<Fen> Sub(Fen a, Fen b);
std::optional<Fen> Mul(Fen amount, int64_t factor);

// amount × factor without any overflow: a numerator for RoundHalfUp.
constexpr __int128 Product(Fen amount, int64_t factor) {
  return static_cast<__int128>(amount.value) * factor;
}

// numerator / denominator to the nearest integer; a half goes away from zero (四舍五入), so that a
// reversal undoes exactly what it reverses: RoundHalfUp(-n, d) == -RoundHalfUp(n, d). `denominator`
// is positive. A quotient that does not fit becomes the end of int64_t it lies beyond.
int64_t RoundHalfUp(__int128 numerator, int64_t denominator);

// amount × numerator / denominator, rounded once by RoundHalfUp; nullopt when the result does not
// fit or the denominator is not positive.
std::optional<Fen> MulDivHalfUp(Fen amount, int64_t numerator, int64_t denominator);

// "1234.5" -> 123450 fen. Digits, then at most two decimals after a '.', with one '-' allowed in
// front. Refused: empty, "1.", ".5", "+1", "1e3", "1,000", blanks, full-width digits, and what does
// not fit. (Files are read more kindly by common/csv/values.h.)
std::optional<Fen> ParseYuan(std::string_view text);

// 123450 fen -> "1234.50"; always two decimals.
std::string ToYuan(Fen amount);

}  // namespace unioncare::base
