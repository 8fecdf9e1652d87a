#pragma once

#include "services/gateway/http.h"

// Replies over a few KB travel compressed.
namespace unioncare::gateway {

inline constexpr size_t kCompressFrom = 4096;

// gzips the body in place when it is large enough and the client takes gzip, and says so; adds Vary
// either way.
void CompressFor(const Headers& request, HttpResponse& response);

}  // namespace unioncare::gateway
