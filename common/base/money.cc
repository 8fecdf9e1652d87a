#include "common/base/money.h"

#include <limits>

namespace unioncare::base {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

std::optional<Fen> Narrow(__int128 value) {
  if (value > kMax || value < kMin) return std::nullopt;
  return Fen{static_cast<int64_t>(value)};
}

// Unclamped. The remainder is compared with what is missing to the next integer, because doubling
// it could overflow.
__int128 Quotient(__int128 numerator, int64_t denominator) {
  const __int128 quotient = numerator / denominator;
  const __int128 rest = numerator % denominator;
  const __int128 size = rest < 0 ? -rest : rest;
  if (size < denominator - size) return quotient;
  return numerator < 0 ? quotient - 1 : quotient + 1;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<Fen> Add(Fen a, Fen b) { return Narrow(static_cast<__int128>(a.value) + b.value); }

std::optional<Fen> Sub(Fen a, Fen b) { return Narrow(static_cast<__int128>(a.value) - b.value); }

std::optional<Fen> Mul(Fen amount, int64_t factor) { return Narrow(Product(amount, factor)); }

int64_t RoundHalfUp(__int128 numerator, int64_t denominator) {
  const __int128 quotient = Quotient(numerator, denominator);
  if (quotient > kMax) return kMax;
  if (quotient < kMin) return kMin;
  return static_cast<int64_t>(quotient);
}

std::optional<Fen> MulDivHalfUp(Fen amount, int64_t numerator, int64_t denominator) {
  if (denominator <= 0) return std::nullopt;
  return Narrow(Quotient(Product(amount, numerator), denominator));
}

std::optional<Fen> ParseYuan(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part =
      point == std::string_view::npos ? std::string_view("00") : text.substr(point + 1);
  if (whole.empty() || part.empty() || part.size() > 2) return std::nullopt;
  __int128 fen = 0;
  for (char c : whole) {
    if (!IsDigit(c)) return std::nullopt;
    fen = fen * 10 + (c - '0');
    if (fen > kMax) return std::nullopt;
  }
  for (size_t i = 0; i < 2; ++i) {
    const char c = i < part.size() ? part[i] : '0';
    if (!IsDigit(c)) return std::nullopt;
    fen = fen * 10 + (c - '0');
  }
  return Narrow(negative ? -fen : fen);
}

std::string ToYuan(Fen amount) {
  // Unsigned, because the smallest int64_t has no positive counterpart.
  const uint64_t size = amount.value < 0 ? 0 - static_cast<uint64_t>(amount.value)
                                         : static_cast<uint64_t>(amount.value);
  std::string fen = std::to_string(size % kFenPerYuan);
  if (fen.size() < 2) fen.insert(0, 1, '0');
  return (amount.value < 0 ? "-" : "") + std::to_string(size / kFenPerYuan) + "." + fen;
}

}  // namespace unioncare::base
