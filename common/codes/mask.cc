#include "common/codes/mask.h"

#include <optional>

#include "common/base/utf8.h"
#include "common/codes/division.h"

namespace unioncare::codes {
namespace {

// Shows `head` characters at the front and `tail` at the end of a text of at least `least`.
std::string Mask(std::string_view text, size_t head, size_t tail, size_t least) {
  std::optional<std::u32string> points = base::DecodeUtf8(text);
  if (!points) return "*";
  const size_t size = points->size();
  if (size < least) return std::string(size, '*');
  for (size_t i = head; i < size - tail; ++i) (*points)[i] = U'*';
  return base::EncodeUtf8(*points);
}

// The end of the division's name when `address` has it at `at`, else `at`.
size_t Skip(std::string_view address, size_t at, std::string_view name) {
  return address.substr(at).starts_with(name) ? at + name.size() : at;
}

}  // namespace

std::string MaskIdNumber(std::string_view id) { return Mask(id, 3, 4, 15); }

std::string MaskIdNumberStrict(std::string_view id) { return Mask(id, 1, 1, 15); }

std::string MaskMobile(std::string_view mobile) { return Mask(mobile, 3, 4, 11); }

std::string MaskBankAccount(std::string_view account) { return Mask(account, 4, 4, 12); }

std::string MaskName(std::string_view name) {
  const std::optional<std::u32string> points = base::DecodeUtf8(name);
  const bool long_enough_for_its_end = points && points->size() >= 3;
  return Mask(name, 1, long_enough_for_its_end ? 1 : 0, 2);
}

std::string MaskAddress(std::string_view address) {
  const size_t city_at = Skip(address, 0, kProvince.name);
  size_t county_at = city_at;
  std::string_view city;
  for (const Division& each : kCities) {
    county_at = Skip(address, city_at, each.name);
    if (county_at == city_at) continue;
    city = each.code;
    break;
  }
  size_t end = county_at;
  for (const Division& each : kCounties) {
    if (!city.empty() && CityOf(each.code) != city) continue;
    end = Skip(address, county_at, each.name);
    if (end != county_at) break;
  }
  return std::string(address.substr(0, end)) + "***";
}

}  // namespace unioncare::codes
