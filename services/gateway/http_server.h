#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/status/status.h"
#include "services/gateway/http.h"

// HTTP/1.1 over TCP for an HttpHandler. TLS and HTTP/2 are the ingress's.
namespace unioncare::gateway {

// metadata: address
inline constexpr status::Reason kAddressTaken{
    "ADDRESS_TAKEN", absl::StatusCode::kUnavailable,
    "HTTP cannot be served on {address}; free it or configure another listen_address.",
    "无法在{address}提供HTTP服务，请释放该地址或配置其他listen_address。"};

struct HttpServerOptions {
  std::string listen_address;  // "127.0.0.1:8080"; port 0 takes a free one
  int threads = 2;
  int max_connections = 4096;  // one more is closed at once
  // For a header, each 16 KB of a body, an answer, or the next request on an idle connection.
  std::chrono::milliseconds io_timeout{10'000};
};

class HttpServer {
 public:
  // `handler` outlives the server.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerOptions& options,
                                                           HttpHandler& handler);
  // Closes every connection and waits for requests under way: each must come to its end.
  ~HttpServer();

  int port() const;

  // Takes no more connections, closes idle ones, answers what is under way; returns at the latest
  // at `deadline`.
  void Drain(std::chrono::steady_clock::time_point deadline);

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace unioncare::gateway
