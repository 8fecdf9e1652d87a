#include "common/rpc/values.h"

namespace unioncare::rpc {
namespace {

constexpr int32_t kNanosPerFen = 10'000'000;

}  // namespace

std::optional<base::Fen> FenOf(const google::type::Money& money) {
  const bool is_unset = money.currency_code().empty() && money.units() == 0 && money.nanos() == 0;
  if (is_unset) return base::Fen{};
  const bool signs_differ =
      (money.units() > 0 && money.nanos() < 0) || (money.units() < 0 && money.nanos() > 0);
  const bool nanos_too_large = money.nanos() <= -1'000'000'000 || money.nanos() >= 1'000'000'000;
  if (money.currency_code() != "CNY" || signs_differ || nanos_too_large ||
      money.nanos() % kNanosPerFen != 0) {
    return std::nullopt;
  }
  const auto yuan = base::Mul(base::Fen{money.units()}, base::kFenPerYuan);
  return yuan ? base::Add(*yuan, base::Fen{money.nanos() / kNanosPerFen}) : std::nullopt;
}

google::type::Money MoneyOf(base::Fen amount) {
  google::type::Money money;
  money.set_currency_code("CNY");
  money.set_units(amount.value / base::kFenPerYuan);
  money.set_nanos(static_cast<int32_t>(amount.value % base::kFenPerYuan) * kNanosPerFen);
  return money;
}

std::optional<base::Date> DateOf(const google::type::Date& date) {
  return base::Date::FromYmd(date.year(), date.month(), date.day());
}

google::type::Date DateOf(base::Date date) {
  google::type::Date out;
  out.set_year(date.Year());
  out.set_month(date.Month());
  out.set_day(date.Day());
  return out;
}

google::protobuf::Timestamp TimestampOf(base::Instant instant) {
  // Nanos count forwards, also before 1970.
  const int64_t micros =
      (instant.micros % base::kMicrosPerSecond + base::kMicrosPerSecond) % base::kMicrosPerSecond;
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds((instant.micros - micros) / base::kMicrosPerSecond);
  timestamp.set_nanos(static_cast<int32_t>(micros) * 1000);
  return timestamp;
}

std::string EtagOf(int64_t version) { return "v" + std::to_string(version); }

}  // namespace unioncare::rpc
