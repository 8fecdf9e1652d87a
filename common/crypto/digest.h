#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/id.h"

// Digests and randomness. Bytes are std::string_view here; none of it can fail.
namespace unioncare::crypto {

using Digest = std::array<uint8_t, 32>;

// An array's bytes, for the functions below; the array outlives the view.
template <size_t N>
std::string_view Bytes(const std::array<uint8_t, N>& array) {
  return {reinterpret_cast<const char*>(array.data()), N};
}

Digest Sha256(std::string_view bytes);

// Sha256 of bytes that come in pieces:
//   Sha256Stream stream;
//   stream.Update(previous).Update(entry);
//   const Digest digest = stream.Finish();  // and the stream is new again
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  Sha256Stream& Update(std::string_view bytes);
  Digest Finish();

 private:
  struct Context;
  const std::unique_ptr<Context> context_;
};

Digest HmacSha256(std::string_view key, std::string_view bytes);

// RFC 4122 §4.3 (SHA-1): a request id that is derived from what it stands for.
base::Uuid UuidV5(const base::Uuid& name_space, std::string_view name);

// Takes the same time wherever they differ (not when their lengths do).
bool ConstantTimeEqual(std::string_view a, std::string_view b);

std::string Random(size_t bytes);  // cryptographic

}  // namespace unioncare::crypto
