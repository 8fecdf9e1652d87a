#include "common/codes/division.h"

#include <algorithm>

namespace unioncare::codes {
namespace {

template <size_t kSize>
const Division* FindIn(const std::array<Division, kSize>& table, std::string_view code) {
  const auto found = std::lower_bound(
      table.begin(), table.end(), code,
      [](const Division& division, std::string_view wanted) { return division.code < wanted; });
  return found != table.end() && found->code == code ? &*found : nullptr;
}

}  // namespace

const Division* FindDivision(std::string_view code) {
  if (code == kProvince.code) return &kProvince;
  const Division* city = FindIn(kCities, code);
  return city != nullptr ? city : FindIn(kCounties, code);
}

bool IsCity(std::string_view code) { return FindIn(kCities, code) != nullptr; }

bool IsCounty(std::string_view code) { return FindIn(kCounties, code) != nullptr; }

std::optional<std::string_view> CityOf(std::string_view code) {
  if (!IsCity(code) && !IsCounty(code)) return std::nullopt;
  const auto city = std::find_if(kCities.begin(), kCities.end(), [code](const Division& division) {
    return division.code.substr(0, 4) == code.substr(0, 4);
  });
  return city->code;
}

}  // namespace unioncare::codes
