#include "services/gateway/http_server.h"

// Boost 1.74's Asio needs it and does not include it.
#include <utility>

#include <array>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "services/gateway/head.h"
#include "services/gateway/reasons.h"

namespace unioncare::gateway {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace net = boost::asio;
using boost::system::error_code;
using net::ip::tcp;

constexpr size_t kProgressBytes = 16 * 1024;
constexpr size_t kLingerBytes = 1024 * 1024;
constexpr std::chrono::seconds kLingerTime{1};

net::redirect_error_t<net::use_awaitable_t<>> Into(error_code& error) {
  return net::redirect_error(net::use_awaitable, error);
}

// What all connections share.
struct Shared {
  HttpHandler& handler;
  const HttpServerOptions options;
  std::mutex mutex;
  std::condition_variable ended;
  std::set<class Connection*> connections;
  bool draining = false;
};

// A place in `connections`, left only when everything else of a connection is gone: its last owner
// may be a thread of gRPC, and the server must outlive the socket.
class Place {
 public:
  Place(Shared& shared, Connection* connection) : shared_(shared), connection_(connection) {}
  ~Place() {
    const std::lock_guard lock(shared_.mutex);
    shared_.connections.erase(connection_);
    shared_.ended.notify_all();
  }
  Place(const Place&) = delete;

 private:
  Shared& shared_;
  Connection* const connection_;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared& shared)
      : place_(shared, this), shared_(shared), stream_(std::move(socket)), buffer_(kMaxHeadBytes) {
    check_chunk_ = [](uint64_t, beast::string_view extensions, error_code& error) {
      if (!extensions.empty()) error = http::error::bad_chunk_extension;
    };
  }
  auto executor() { return stream_.get_executor(); }

  net::awaitable<void> Run(std::shared_ptr<Connection> self);
  // After the answer under way, or now when there is none.
  void CloseSoon();
  net::awaitable<HttpBody::Slice> ReadSlice(size_t size);

  bool body_read() const { return parser_->is_done(); }

 private:
  using Parser = http::request_parser<http::buffer_body>;

  net::awaitable<absl::StatusOr<std::string>> ReadHead();
  net::awaitable<absl::StatusOr<HttpRequest>> ReadRequest();
  net::awaitable<bool> Exchange(HttpRequest request);
  net::awaitable<HttpResponse> Answer(HttpRequest request);
  net::awaitable<void> Write(HttpResponse response, bool head_only, bool keep_alive);
  net::awaitable<void> Linger();
  net::awaitable<size_t> ReadSome(size_t size, error_code& error);
  void Renew() { stream_.expires_after(shared_.options.io_timeout); }

  const Place place_;  // first, so that it goes last
  Shared& shared_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::function<void(uint64_t, beast::string_view, error_code&)> check_chunk_;
  std::array<char, kProgressBytes> piece_;
  bool continue_expected_ = false;
  bool idle_ = true;
  bool closing_ = false;
};

// Holds its connection; reads run on the connection's strand.
class Body : public HttpBody {
 public:
  Body(std::shared_ptr<Connection> connection, std::optional<uint64_t> announced)
      : connection_(std::move(connection)),
        announced_(announced),
        empty_(connection_->body_read()) {}

  void Read(size_t size, std::function<void(Slice)> done) override {
    if (empty_) return done(std::string());
    net::co_spawn(connection_->executor(), connection_->ReadSlice(size),
                  [connection = connection_, done = std::move(done)](
                      const std::exception_ptr& fault, Slice slice) {
                    done(fault ? Slice(Refuse(kIncomplete)) : std::move(slice));
                  });
  }
  std::optional<uint64_t> announced() const override { return announced_; }

 private:
  const std::shared_ptr<Connection> connection_;
  const std::optional<uint64_t> announced_;
  const bool empty_;  // from the start
};

net::awaitable<absl::StatusOr<std::string>> Connection::ReadHead() {
  Renew();
  while (true) {
    const auto data = buffer_.data();
    const std::string_view received(static_cast<const char*>(data.data()), data.size());
    if (const size_t size = HeadSize(received); size > 0) {
      co_return std::string(received.substr(0, size));
    }
    if (received.size() == kMaxHeadBytes) co_return Refuse(kHeadTooLarge);
    idle_ = received.empty();
    error_code error;
    const auto space = buffer_.prepare(std::min<size_t>(4096, kMaxHeadBytes - received.size()));
    const size_t size = co_await stream_.async_read_some(space, Into(error));
    if (error) co_return absl::CancelledError();
    buffer_.commit(size);
  }
}

// CANCELLED: nobody is there to be answered.
net::awaitable<absl::StatusOr<HttpRequest>> Connection::ReadRequest() {
  const absl::StatusOr<std::string> head = co_await ReadHead();
  if (!head.ok()) co_return head.status();
  absl::StatusOr<HttpRequest> request = ParseHead(*head);
  if (!request.ok()) co_return request.status();
  parser_.emplace();
  // The handler's limits differ by route. (In 1.74 boost::none would refuse every body.)
  parser_->body_limit(std::numeric_limits<uint64_t>::max());
  parser_->header_limit(kMaxHeadBytes);
  parser_->on_chunk_header(check_chunk_);
  error_code error;
  const size_t used = parser_->put(buffer_.data(), error);
  if (error || !parser_->is_header_done()) {
    co_return Refuse(kBadRequestSyntax, {{"problem", "header"}});
  }
  buffer_.consume(used);
  const auto expect = Header(request->headers, "expect");
  continue_expected_ = expect == "100-continue";
  if (CountHeader(request->headers, "expect") > 0 && !continue_expected_) {
    co_return Refuse(kBadRequestSyntax, {{"problem", "Expect"}});
  }
  co_return request;
}

// One read of the body into piece_; how much came.
net::awaitable<size_t> Connection::ReadSome(size_t size, error_code& error) {
  auto& body = parser_->get().body();
  const size_t space = std::min(size, piece_.size());
  body.data = piece_.data();
  body.size = space;
  body.more = true;
  co_await http::async_read_some(stream_, buffer_, *parser_, Into(error));
  if (error == http::error::need_buffer) error = {};
  co_return space - body.size;
}

net::awaitable<HttpBody::Slice> Connection::ReadSlice(size_t size) {
  error_code error;
  Renew();
  if (std::exchange(continue_expected_, false)) {
    const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await net::async_write(stream_, net::buffer(go_on.data(), go_on.size()), Into(error));
  }
  std::string slice;
  size_t progress = 0;
  while (!error && slice.size() < size && !parser_->is_done()) {
    const size_t came = co_await ReadSome(size - slice.size(), error);
    slice.append(piece_.data(), came);
    progress += came;
    if (progress < kProgressBytes) continue;
    progress = 0;
    Renew();
  }
  if (!error) co_return slice;
  const bool syntax =
      error.category() == http::make_error_code(http::error::bad_chunk).category() &&
      error != http::error::partial_message && error != http::error::end_of_stream;
  co_return syntax ? Refuse(kBadRequestSyntax, {{"problem", "body"}}) : Refuse(kIncomplete);
}

net::awaitable<HttpResponse> Connection::Answer(HttpRequest request) {
  std::optional<uint64_t> announced;
  if (const auto length = parser_->content_length()) announced = *length;
  auto body = std::make_shared<Body>(shared_from_this(), announced);
  auto initiate = [this, &request, &body](auto completion) {
    auto waiting = std::make_shared<decltype(completion)>(std::move(completion));
    // The connection comes first and so goes last, after what refers to its executor.
    auto done = [connection = shared_from_this(), waiting](HttpResponse response) {
      net::post(connection->executor(), [waiting, response = std::move(response)]() mutable {
        (*waiting)(std::move(response));
      });
    };
    shared_.handler.Handle(std::move(request), std::move(body), std::move(done));
  };
  net::use_awaitable_t<> token;
  co_return co_await net::async_initiate<net::use_awaitable_t<>, void(HttpResponse)>(initiate,
                                                                                     token);
}

net::awaitable<void> Connection::Write(HttpResponse response, bool head_only, bool keep_alive) {
  const auto phrase = http::obsolete_reason(static_cast<http::status>(response.status));
  const std::string head = ResponseHead(response, std::string(phrase), keep_alive);
  const std::string_view body = head_only ? std::string_view() : std::string_view(response.body);
  const std::array<net::const_buffer, 2> buffers = {net::buffer(head),
                                                    net::buffer(body.data(), body.size())};
  error_code error;
  Renew();
  co_await net::async_write(stream_, buffers, Into(error));
  closing_ = closing_ || error || !keep_alive;
}

// Closing with unread bytes would reset the connection and could cost the client our answer.
net::awaitable<void> Connection::Linger() {
  error_code error;
  stream_.socket().shutdown(tcp::socket::shutdown_send, error);
  stream_.expires_after(kLingerTime);
  size_t dropped = 0;
  while (!error && dropped < kLingerBytes) {
    dropped += co_await stream_.async_read_some(net::buffer(piece_), Into(error));
  }
}

net::awaitable<bool> Connection::Exchange(HttpRequest request) {
  idle_ = false;
  const bool head_only = request.method == "HEAD";
  const bool keep_alive = parser_->get().keep_alive();
  HttpResponse response = co_await Answer(std::move(request));
  const bool read = body_read();
  co_await Write(std::move(response), head_only, keep_alive && read && !closing_);
  co_return read;
}

net::awaitable<void> Connection::Run(std::shared_ptr<Connection> self) {
  bool read = true;
  while (!closing_) {
    absl::StatusOr<HttpRequest> request = co_await ReadRequest();
    if (absl::IsCancelled(request.status())) break;
    if (request.ok()) {
      read = co_await Exchange(*std::move(request));
    } else {
      read = false;
      co_await Write(shared_.handler.Reject(request.status()), false, false);
    }
    idle_ = true;
  }
  if (!read) co_await Linger();
  self->stream_.close();
}

void Connection::CloseSoon() {
  net::post(executor(), [self = shared_from_this()] {
    self->closing_ = true;
    if (self->idle_) self->stream_.close();
  });
}

absl::StatusOr<tcp::endpoint> ParseAddress(const std::string& text) {
  const absl::Status refused = status::Refuse(kAddressTaken, {{"address", text}});
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos) return refused;
  error_code error;
  const auto address = net::ip::make_address(text.substr(0, colon), error);
  const int port = std::atoi(text.c_str() + colon + 1);
  if (error || port < 0 || port > 65535) return refused;
  return tcp::endpoint(address, static_cast<uint16_t>(port));
}

}  // namespace

struct HttpServer::State {
  State(const HttpServerOptions& options, HttpHandler& handler)
      : shared{handler, options, {}, {}, {}}, acceptor(net::make_strand(io)), pause(io) {}

  absl::Status Listen();
  net::awaitable<void> Accept();
  void Welcome(tcp::socket socket);
  void CloseAll();

  Shared shared;
  net::io_context io;
  net::executor_work_guard<net::io_context::executor_type> work = net::make_work_guard(io);
  tcp::acceptor acceptor;
  net::steady_timer pause;
  int port = 0;
  std::vector<std::thread> threads;
};

absl::Status HttpServer::State::Listen() {
  ASSIGN_OR_RETURN(const tcp::endpoint endpoint, ParseAddress(shared.options.listen_address));
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) return status::Refuse(kAddressTaken, {{"address", shared.options.listen_address}});
  port = acceptor.local_endpoint().port();
  return absl::OkStatus();
}

net::awaitable<void> HttpServer::State::Accept() {
  while (acceptor.is_open()) {
    error_code error;
    tcp::socket socket = co_await acceptor.async_accept(net::make_strand(io), Into(error));
    if (!error) {
      Welcome(std::move(socket));
    } else if (acceptor.is_open()) {
      // Out of descriptors: connections must end before more can begin.
      pause.expires_after(std::chrono::milliseconds(50));
      co_await pause.async_wait(Into(error));
    }
  }
}

void HttpServer::State::Welcome(tcp::socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  const std::unique_lock lock(shared.mutex);
  const size_t limit = static_cast<size_t>(shared.options.max_connections);
  if (shared.draining || shared.connections.size() >= limit) return;
  auto connection = std::make_shared<Connection>(std::move(socket), shared);
  shared.connections.insert(connection.get());
  Connection& running = *connection;
  net::co_spawn(running.executor(), running.Run(std::move(connection)), net::detached);
}

void HttpServer::State::CloseAll() {
  net::post(acceptor.get_executor(), [this] {
    error_code ignored;
    acceptor.close(ignored);
  });
  // Copied, because a connection whose last owner we become locks the mutex when it goes.
  std::vector<std::shared_ptr<Connection>> open;
  {
    const std::lock_guard lock(shared.mutex);
    shared.draining = true;
    for (Connection* connection : shared.connections) {
      open.push_back(connection->weak_from_this().lock());
    }
  }
  for (const auto& connection : open) {
    if (connection) connection->CloseSoon();
  }
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerOptions& options,
                                                              HttpHandler& handler) {
  auto state = std::make_unique<State>(options, handler);
  RETURN_IF_ERROR(state->Listen());
  net::co_spawn(state->acceptor.get_executor(), state->Accept(), net::detached);
  for (int i = 0; i < options.threads; ++i) {
    state->threads.emplace_back([io = &state->io] { io->run(); });
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

int HttpServer::port() const { return state_->port; }

void HttpServer::Drain(std::chrono::steady_clock::time_point deadline) {
  state_->CloseAll();
  std::unique_lock lock(state_->shared.mutex);
  state_->shared.ended.wait_until(lock, deadline,
                                  [this] { return state_->shared.connections.empty(); });
}

HttpServer::~HttpServer() {
  Drain(std::chrono::steady_clock::time_point::max());
  state_->work.reset();
  for (std::thread& thread : state_->threads) thread.join();
}

}  // namespace unioncare::gateway
