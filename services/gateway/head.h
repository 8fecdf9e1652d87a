#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "services/gateway/http.h"

// The head of a request, read more strictly than RFC 9112 allows: whatever two programs could
// understand differently (request smuggling) is refused, not repaired.
namespace unioncare::gateway {

inline constexpr size_t kMaxHeadBytes = 16 * 1024;
inline constexpr size_t kMaxHeaders = 100;

// The size of the head that `received` starts with; 0 while it is not all there. A line feed
// without carriage return ends it at once, so that ParseHead refuses it.
size_t HeadSize(std::string_view received);

// `raw` is everything up to and including the empty line. Refused: line ends other than CRLF, line
// folding, a space before a colon, control and non-ASCII bytes, a version other than HTTP/1.1, a
// target that is not a path, no Host or two, any second Content-Length, a Content-Length that is
// not digits, Transfer-Encoding other than one "chunked", and both of them together.
absl::StatusOr<HttpRequest> ParseHead(std::string_view raw);

}  // namespace unioncare::gateway
