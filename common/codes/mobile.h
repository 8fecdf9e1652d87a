#pragma once

#include <string_view>

// Mobile numbers of the mainland: '1' and ten more digits, without a country code or blanks.
namespace unioncare::codes {

bool IsMobile(std::string_view text);

// The reason to give when it is none.
inline constexpr std::string_view kMobileReason = "MOBILE_FORMAT";

}  // namespace unioncare::codes
