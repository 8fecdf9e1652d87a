#pragma once

#include <string>
#include <string_view>

// W3C trace context: what ties a request to its logs in every service.
namespace unioncare::gateway {

// Version 00: "00-" 32 hex "-" 16 hex "-" 2 hex, lower case, neither id all zeros.
bool IsTraceparent(std::string_view text);

// A new, sampled one.
std::string NewTraceparent();

}  // namespace unioncare::gateway
