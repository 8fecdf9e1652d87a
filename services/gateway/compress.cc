#include "services/gateway/compress.h"

#include <zlib.h>

namespace unioncare::gateway {
namespace {

constexpr int kLevel = 1;             // the first level brings most of it at a third of the time
constexpr int kGzipWindow = 15 + 16;  // zlib: the largest window, gzip framing
constexpr int kMemoryLevel = 8;

bool TakesGzip(const Headers& headers) {
  const std::string_view accepted = Header(headers, "accept-encoding").value_or("");
  const size_t at = accepted.find("gzip");
  return at != std::string_view::npos && accepted.substr(at, 8) != "gzip;q=0";
}

std::string Gzip(std::string text) {
  z_stream stream = {};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return "";
  }
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool ended = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(ended ? stream.total_out : 0);
  deflateEnd(&stream);
  return packed;
}

}  // namespace

void CompressFor(const Headers& request, HttpResponse& response) {
  response.headers.emplace_back("Vary", "Accept, Accept-Encoding, Accept-Language, Authorization");
  if (response.body.size() < kCompressFrom || !TakesGzip(request)) return;
  std::string packed = Gzip(response.body);
  if (packed.empty()) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace unioncare::gateway
