#include "services/gateway/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "services/gateway/gateway_fixture.h"

// Hostile, slow and vanishing clients, over raw sockets.
namespace unioncare::gateway {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

using HttpServerTest = GatewayTest;

// What must end in one 4xx or 5xx and a closed connection, never in a second answer.
TEST_F(HttpServerTest, ClosesAfterWhatCouldBeReadTwoWays) {
  const std::string hidden = "GET /medical/v1/claims/hidden HTTP/1.1\r\nHost: h\r\n\r\n";
  const std::string post =
      "POST /medical/v1/plans HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
  const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
  for (const std::string& request : std::vector<std::string>{
           post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
           post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden,
           post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + hidden,
           post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden,
           post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
           post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden,
           post +
               "Transfer-Encoding:\x0b"
               "chunked\r\n\r\n0\r\n\r\n" +
               hidden,
           post + "X: a\r\n Transfer-Encoding: chunked\r\n\r\n" + hidden,
           post + "Content-Length: 2\r\nContent-Length: 0\r\n\r\n{}" + hidden,
           post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + hidden,
           post + "Content-Length: +2\r\n\r\n{}" + hidden,
           post + "Content-Length: 2,2\r\n\r\n{}" + hidden,
           post + "Content-Length : 2\r\n\r\n{}" + hidden,
           post + "Content-Length: 0x2\r\n\r\n{}" + hidden,
           post + "X: a\nContent-Length: 2\r\n\r\n{}" + hidden,
           post + "X: a\rContent-Length: 2\r\n\r\n{}" + hidden,
           std::string("GET /healthz HTTP/1.1\nHost: h\n\n") + hidden,
           std::string("GET /healthz HTTP/1.1\r\nHost: h\n\r\n") + hidden,
           std::string("GET /healthz HTTP/1.1\r\n Host: h\r\n\r\n") + hidden,
           std::string("GET /healthz HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n") + hidden,
           std::string("GET /healthz HTTP/1.1\r\n\r\n") + hidden,
           std::string("GET /healthz HTTP/1.0\r\nHost: h\r\n\r\n") + hidden,
           std::string("GET /healthz\r\n\r\n") + hidden,
           std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") + hidden,
           std::string("CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n") + hidden,
           std::string("GET http://h/healthz HTTP/1.1\r\nHost: h\r\n\r\n") + hidden,
           std::string("\r\nGET /healthz HTTP/1.1\r\nHost: h\r\n\r\n") + hidden,
           std::string("GET /healthz HTTP/1.1\r\nHost: h\r\nX: \0\r\n\r\n", 40) + hidden,
           std::string("\x16\x03\x01\x02\r\n\r\n") + hidden,
           chunked + "0;ext=1\r\n\r\n" + hidden,
           chunked + "2;a=\"\r\n{}\r\n0\r\n\r\n" + hidden,
           chunked + "2\n{}\n0\n\n" + hidden,
           chunked + "0x2\r\n{}\r\n0\r\n\r\n" + hidden,
           chunked + "-2\r\n{}\r\n0\r\n\r\n" + hidden,
           chunked + "ffffffffffffffffff\r\n{}\r\n0\r\n\r\n" + hidden,
           chunked + "2\r\n{}0\r\n\r\n" + hidden,
           chunked + "zz\r\n" + hidden,
           post + "Expect: 200-ok\r\n\r\n" + hidden,
       }) {
    RawClient client(running_->port());
    client.Send(request);
    client.FinishSending();
    const std::string reply = client.ReadToEnd();
    EXPECT_TRUE(client.closed()) << request;
    EXPECT_THAT(reply, AnyOf(StartsWith("HTTP/1.1 400"), StartsWith("HTTP/1.1 408"),
                             StartsWith("HTTP/1.1 505")))
        << request;
    EXPECT_THAT(reply, AllOf(HasSubstr("Connection: close"), Not(HasSubstr("hidden"))));
    EXPECT_THAT(reply, Not(HasSubstr("}HTTP/"))) << request;
  }
}

TEST_F(HttpServerTest, RefusesALongHeader) {
  EXPECT_THAT(Get("/healthz", "X: " + std::string(20'000, 'a') + "\r\n"),
              AllOf(StartsWith("HTTP/1.1 431"), HasSubstr("HEADER_TOO_LARGE")));
}

TEST_F(HttpServerTest, ClosesSlowClients) {
  Restart([](v1::Config& config) { config.set_io_timeout_ms(200); });
  for (const char* beginning :
       {"", "GET /heal", "GET /healthz HTTP/1.1\r\nX: ",
        "POST /medical/v1/plans HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
        "Content-Length: 10\r\n\r\n{"}) {
    RawClient client(running_->port());
    const auto begin = std::chrono::steady_clock::now();
    client.Send(beginning);
    client.ReadToEnd();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2)) << beginning;
  }
}

TEST_F(HttpServerTest, ADripOfBytesIsNoProgress) {
  Restart([](v1::Config& config) { config.set_io_timeout_ms(300); });
  RawClient client(running_->port());
  client.Send(
      "POST /medical/v1/plans HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
      "Content-Length: 100\r\n\r\n{");
  const auto begin = std::chrono::steady_clock::now();
  std::thread drip([&client] {
    for (int i = 0; i < 20; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      client.Send(" ");
    }
  });
  client.ReadToEnd();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(900));
  drip.join();
}

TEST_F(HttpServerTest, BoundsConnections) {
  Restart([](v1::Config& config) { config.set_max_connections(2); });
  RawClient first(running_->port()), second(running_->port());
  first.Send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
  second.Send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
  first.ReadResponse();
  second.ReadResponse();
  RawClient third(running_->port());
  EXPECT_EQ(third.ReadToEnd(), "");
}

TEST_F(HttpServerTest, DrainAnswersWhatIsUnderWayAndClosesTheIdle) {
  std::promise<void> entered;
  medical_.answer = [&](const grpc::CallbackServerContext&) {
    entered.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    return grpc::Status::OK;
  };
  RawClient idle(running_->port()), busy(running_->port());
  busy.Send("GET /medical/v1/plans HTTP/1.1\r\nHost: h\r\n\r\n");
  entered.get_future().wait();
  running_->Drain(std::chrono::steady_clock::now() + std::chrono::seconds(5));
  EXPECT_THAT(busy.ReadToEnd(), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("Connection: close")));
  EXPECT_EQ(idle.ReadToEnd(), "");
}

TEST_F(HttpServerTest, AClientThatGoesAwayHarmsNobody) {
  for (int i = 0; i < 20; ++i) {
    RawClient client(running_->port());
    client.Send(
        "POST /medical/v1/rosters:import HTTP/1.1\r\nHost: h\r\nContent-Type: text/csv\r\n"
        "Content-Length: 100000\r\nIdempotency-Key: a\r\n\r\nabc");
  }
  EXPECT_THAT(Get("/healthz"), StartsWith("HTTP/1.1 200"));
}

}  // namespace
}  // namespace unioncare::gateway
