#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

// HTTP as the rest of the gateway sees it: plain values, no sockets. Only http_server.cc knows how
// they travel.
namespace unioncare::gateway {

// Names in lower case, in the order they came; a name may come more than once.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;  // as sent: "GET"
  std::string target;  // as sent, undecoded: "/medical/v1/plans?pageSize=5"
  Headers headers;
};

// The only value of `name` (lower case); nullopt when it is absent or came more than once.
std::optional<std::string_view> Header(const Headers& headers, std::string_view name);
// How often it came.
size_t CountHeader(const Headers& headers, std::string_view name);

struct HttpResponse {
  int status = 200;
  Headers headers;  // Content-Length, Connection and Date are the server's
  std::string body;
};

// Status line and headers up to the empty line. A header whose value holds a control byte is left
// out, so that no value from a service becomes a header of its own.
std::string ResponseHead(const HttpResponse& response, const std::string& phrase, bool keep_alive);

// The body of a request that is still on its way. One read at a time; the callback runs once, on
// any thread, perhaps before Read returns.
class HttpBody {
 public:
  using Slice = absl::StatusOr<std::string>;

  virtual ~HttpBody() = default;
  // Exactly `size` bytes, fewer only at the end of the body, none after it. Fails when the client
  // goes away, is too slow, or breaks HTTP.
  virtual void Read(size_t size, std::function<void(Slice)> done) = 0;
  // What Content-Length announces; nullopt when the body is chunked.
  virtual std::optional<uint64_t> announced() const = 0;
};

// What answers requests. `done` is called exactly once, on any thread; a body that was not read to
// its end costs the client the connection.
class HttpHandler {
 public:
  using Done = std::function<void(HttpResponse)>;

  virtual ~HttpHandler() = default;
  virtual void Handle(HttpRequest request, std::shared_ptr<HttpBody> body, Done done) = 0;
  // The answer to what could not become an HttpRequest (head.h), after which the connection closes.
  virtual HttpResponse Reject(const absl::Status& reason) = 0;
};

}  // namespace unioncare::gateway
