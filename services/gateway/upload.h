#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/gateway/backends.h"
#include "services/gateway/http.h"
#include "services/gateway/routes.h"

// Streams a file from an HTTP body into a service: one call creates the target and shows how the
// file begins, so that nothing is made for a file that cannot be read; then slices are appended. At
// most a slice and a byte of the file is held at a time.
namespace unioncare::gateway {

inline constexpr size_t kSliceBytes = 1024 * 1024;

struct UploadPlan {
  const Route* route = nullptr;  // with `append`
  std::shared_ptr<const google::protobuf::Message> create;
  std::vector<std::pair<std::string, std::string>> metadata;
  std::chrono::milliseconds create_timeout{10'000};
  std::chrono::milliseconds append_timeout{60'000};
  uint64_t max_bytes = 64ull * 1024 * 1024;
};

// The resource as the last append left it (the reply's only message field).
using UploadDone = std::function<void(absl::StatusOr<Backends::Reply>)>;

// The service says with `next_offset` how far it took each slice. What it left is sent again in
// front of the next; what it already has (the same upload, begun earlier under the same
// Idempotency-Key) is skipped. Ends when it has taken everything up to the `last` slice. A file
// that ends before what the service has is REQUEST_ID_REUSED; no progress on a full slice is
// INTERNAL. `backends` must outlive the upload.
void StartUpload(UploadPlan plan, std::shared_ptr<HttpBody> body, Backends& backends,
                 UploadDone done);

}  // namespace unioncare::gateway
