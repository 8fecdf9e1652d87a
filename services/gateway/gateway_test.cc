#include "services/gateway/gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <thread>

#include "common/status/reasons.h"
#include "services/gateway/raw_client.h"
#include "services/gateway/start.h"
#include "services/gateway/test_support.h"

// Everything together, over a real socket: HTTP in, a fake service behind.
namespace unioncare::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kUuid[] = "123e4567-e89b-12d3-a456-426614174000";

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Restart([](v1::Config&) {});
  }

  void Restart(const std::function<void(v1::Config&)>& change) {
    running_.reset();
    v1::Config config;
    config.set_listen_address("127.0.0.1:0");
    auto* backend = config.add_backends();
    backend->set_package("unioncare.medical.v1");
    backend->set_address(medical_.address());
    change(config);
    auto running = Start(config);
    ASSERT_TRUE(running.ok()) << running.status();
    running_ = *std::move(running);
    running_->SetServing(true);
  }

  std::string Ask(const std::string& request) {
    RawClient client(running_->port());
    client.Send(request);
    return client.ReadResponse();
  }
  std::string Get(const std::string& target, const std::string& headers = "") {
    return Ask("GET " + target + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n");
  }
  std::string Post(const std::string& target, const std::string& headers, const std::string& body) {
    return Ask("POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
  }

  FakeMedical medical_;
  std::unique_ptr<RunningGateway> running_;
};

TEST_F(GatewayTest, AnswersAGetWithJson) {
  const std::string reply = Get("/medical/v1/claims/a");
  EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("ETag: \"c7\"\r\n"),
                           HasSubstr("Cache-Control: no-store\r\n"),
                           HasSubstr(R"("name":"claims/a")"), HasSubstr(R"("units":"1234")")));
}

TEST_F(GatewayTest, PassesTheCallersMetadataOn) {
  Get("/medical/v1/plans",
      "Authorization: Bearer a.b.c\r\nAccept-Language: zh-CN\r\n"
      "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n");
  EXPECT_EQ(medical_.metadata("authorization"), "Bearer a.b.c");
  EXPECT_EQ(medical_.metadata("accept-language"), "zh-CN");
  EXPECT_THAT(medical_.metadata("traceparent"), StartsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
}

TEST_F(GatewayTest, BeginsATraceWhenTheClientHasNone) {
  EXPECT_THAT(Get("/medical/v1/plans", "traceparent: rubbish\r\n"), HasSubstr("traceparent: 00-"));
  EXPECT_EQ(medical_.metadata("traceparent").size(), 55u);
}

TEST_F(GatewayTest, SaysWhereTheCreatedIs) {
  const std::string reply =
      Post("/medical/v1/rosters",
           std::string("Content-Type: application/json\r\nIdempotency-Key: ") + kUuid + "\r\n",
           R"({"headcount":12})");
  EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 201 Created\r\n"), HasSubstr("ETag: \"e1\"\r\n"),
                           HasSubstr("Location: /medical/v1/rosters/01jabcdefghjk\r\n")));
  EXPECT_EQ(medical_.creates().at(0).request_id(), kUuid);
}

TEST_F(GatewayTest, HeadIsGetWithoutTheBody) {
  RawClient client(running_->port());
  client.Send("HEAD /medical/v1/claims/a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string reply = client.ReadToEnd();
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(reply.ends_with("\r\n\r\n"));
}

TEST_F(GatewayTest, KeepsTheConnectionAndAnswersInOrder) {
  RawClient client(running_->port());
  client.Send(
      "GET /medical/v1/claims/a HTTP/1.1\r\nHost: h\r\n\r\n"
      "GET /medical/v1/claims/b HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.ReadResponse(), HasSubstr("claims/a"));
  EXPECT_THAT(client.ReadResponse(), HasSubstr("claims/b"));
  client.Send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.ReadResponse(), HasSubstr("ALIVE"));
}

TEST_F(GatewayTest, CompressesLargeReplies) {
  const std::string reply = Get("/medical/v1/plans?pageSize=200", "Accept-Encoding: gzip\r\n");
  ASSERT_THAT(reply, HasSubstr("Content-Encoding: gzip\r\n"));
  const std::string packed = reply.substr(reply.find("\r\n\r\n") + 4);
  std::string text(1 << 20, '\0');
  z_stream stream = {};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = packed.size();
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = text.size();
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_THAT(text.substr(0, stream.total_out), HasSubstr("plan 199"));
  inflateEnd(&stream);
}

TEST_F(GatewayTest, LeavesSmallRepliesAsTheyAre) {
  EXPECT_THAT(Get("/healthz", "Accept-Encoding: gzip\r\n"), Not(HasSubstr("Content-Encoding")));
}

TEST_F(GatewayTest, SaysWhatTheServiceSaid) {
  medical_.answer = [](const grpc::CallbackServerContext&) {
    const auto said = status::ToRpcStatus(
        status::Refuse(status::kWrongState, {{"state", "DRAFT"}, {"verb", "approve"}}));
    return grpc::Status(grpc::FAILED_PRECONDITION, said.message(), said.SerializeAsString());
  };
  EXPECT_THAT(Get("/medical/v1/claims/a"),
              AllOf(StartsWith("HTTP/1.1 400"), HasSubstr(R"("reason":"WRONG_STATE")"),
                    HasSubstr("In state DRAFT")));
  EXPECT_THAT(Get("/medical/v1/claims/a", "Accept-Language: zh\r\n"),
              HasSubstr(R"("message":"当前状态为DRAFT)"));
}

TEST_F(GatewayTest, NeverSaysWhatALibrarySaid) {
  medical_.answer = [](const grpc::CallbackServerContext&) {
    return grpc::Status(grpc::UNKNOWN, "SELECT secret FROM person");
  };
  EXPECT_THAT(Get("/medical/v1/claims/a"),
              AllOf(StartsWith("HTTP/1.1 500"), Not(HasSubstr("SELECT"))));
}

TEST_F(GatewayTest, GivesTheCallADeadline) {
  std::chrono::system_clock::time_point deadline;
  medical_.answer = [&deadline](const grpc::CallbackServerContext& context) {
    deadline = context.deadline();
    return grpc::Status::OK;
  };
  Get("/medical/v1/plans", "X-Request-Timeout: 2500\r\n");
  EXPECT_LT(deadline, std::chrono::system_clock::now() + std::chrono::milliseconds(2600));
  EXPECT_THAT(Get("/medical/v1/plans", "X-Request-Timeout: 0\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(Get("/medical/v1/plans", "X-Request-Timeout: 1s\r\n"), StartsWith("HTTP/1.1 400"));
}

TEST_F(GatewayTest, IsQuickWhenNobodyListens) {
  Restart([](v1::Config& config) { config.mutable_backends(0)->set_address("127.0.0.1:1"); });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(Get("/medical/v1/plans"),
              AllOf(StartsWith("HTTP/1.1 503"), HasSubstr("BACKEND_UNAVAILABLE"),
                    HasSubstr("Retry-After: 1\r\n")));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
  EXPECT_THAT(Get("/readyz"), AllOf(StartsWith("HTTP/1.1 503"), HasSubstr("false")));
}

TEST_F(GatewayTest, RefusesTooMuchAtOnce) {
  Restart([](v1::Config& config) { config.set_max_in_flight(1); });
  std::promise<void> entered, released;
  std::atomic<int> calls{0};
  medical_.answer = [&](const grpc::CallbackServerContext&) {
    if (calls++ == 0) {
      entered.set_value();
      released.get_future().wait();
    }
    return grpc::Status::OK;
  };
  std::thread first([&] { Get("/medical/v1/plans"); });
  entered.get_future().wait();
  EXPECT_THAT(Get("/medical/v1/plans"), AllOf(StartsWith("HTTP/1.1 503"), HasSubstr("OVERLOADED"),
                                              HasSubstr("Retry-After: 1\r\n")));
  released.set_value();
  first.join();
}

TEST_F(GatewayTest, KnowsItsHealth) {
  EXPECT_THAT(Get("/healthz"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Get("/readyz"), StartsWith("HTTP/1.1 200"));
  running_->SetServing(false);
  EXPECT_THAT(Get("/readyz"), StartsWith("HTTP/1.1 503"));
}

TEST_F(GatewayTest, CountsRequests) {
  Get("/medical/v1/claims/a");
  EXPECT_THAT(Get("/metrics"), HasSubstr("unioncare_gateway_requests_total{method=\"unioncare."
                                         "medical.v1.MedicalService.GetClaim\",status=\"2xx\"}"));
}

TEST_F(GatewayTest, SaysWhatAPathTakes) {
  EXPECT_THAT(Ask("DELETE /medical/v1/plans HTTP/1.1\r\nHost: h\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 405"), HasSubstr("Allow: GET, HEAD, POST\r\n")));
  EXPECT_THAT(Ask("POST /healthz HTTP/1.1\r\nHost: h\r\n\r\n"), StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(Get("/nothing"), AllOf(StartsWith("HTTP/1.1 404"), HasSubstr("ROUTE_NOT_FOUND")));
}

TEST_F(GatewayTest, StreamsAnUpload) {
  std::string file;
  while (file.size() < 3'000'000) file += "row " + std::to_string(file.size()) + "\r\n";
  medical_.take = [](const FakeMedical::Append& append) {
    const int64_t size = append.content.size();
    return append.offset +
           (append.last && size < 500'000 ? size : std::min<int64_t>(size, 499'999));
  };
  const std::string reply =
      Post("/medical/v1/rosters:import?planVersion=plans/x/versions/1&headcount=12",
           std::string("Content-Type: text/csv\r\nIdempotency-Key: ") + kUuid + "\r\n", file);
  EXPECT_THAT(reply, AllOf(StartsWith("HTTP/1.1 201"), HasSubstr("ETag: \"e2\"\r\n"),
                           HasSubstr("Location: /medical/v1/rosters/01jabcdefghjk\r\n")));
  EXPECT_EQ(medical_.file(), file);
  EXPECT_EQ(medical_.creates().at(0).roster().headcount(), 12);
}

TEST_F(GatewayTest, StreamsAChunkedUploadThatWaitsForContinue) {
  RawClient client(running_->port());
  client.Send(std::string("POST /medical/v1/rosters:import HTTP/1.1\r\nHost: h\r\n"
                          "Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n"
                          "Expect: 100-continue\r\nIdempotency-Key: ") +
              kUuid + "\r\n\r\n");
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 100 Continue\r\n"));
  client.Send("4\r\na,b\n\r\n3\r\n1,2\r\n0\r\n\r\n");
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 201"));
  EXPECT_EQ(medical_.file(), "a,b\n1,2");
}

TEST_F(GatewayTest, WantsAFileAndAKeyForAnUpload) {
  EXPECT_THAT(Post("/medical/v1/rosters:import", "Content-Type: application/json\r\n", "{}"),
              AllOf(StartsWith("HTTP/1.1 415"), HasSubstr("text/csv")));
  EXPECT_THAT(Post("/medical/v1/rosters:import", "Content-Type: text/csv\r\n", "a"),
              HasSubstr("REQUEST_ID_REQUIRED"));
}

TEST_F(GatewayTest, BoundsBodies) {
  Restart([](v1::Config& config) {
    config.set_max_json_bytes(1000);
    config.set_max_upload_bytes(2000);
  });
  const std::string json = "Content-Type: application/json\r\n";
  EXPECT_THAT(Post("/medical/v1/plans", json, std::string(1001, ' ')), StartsWith("HTTP/1.1 413"));
  const std::string import =
      std::string("Content-Type: text/csv\r\nIdempotency-Key: ") + kUuid + "\r\n";
  EXPECT_THAT(Post("/medical/v1/rosters:import", import, std::string(2001, 'a')),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(
      Ask("POST /medical/v1/plans HTTP/1.1\r\nHost: h\r\n" + json +
          "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, ' ') + "\r\n0\r\n\r\n"),
      StartsWith("HTTP/1.1 413"));
}

TEST_F(GatewayTest, AppendsAFileDirectly) {
  EXPECT_THAT(Post("/medical/v1/rosters/x:append?offset=7&last=true", "Content-Type: text/csv\r\n",
                   "1,2\n"),
              HasSubstr(R"("nextOffset":"11")"));
  EXPECT_EQ(medical_.appends().at(0).content, "1,2\n");
}

// What must end in one 4xx or 5xx and a closed connection, never in a second answer.
TEST_F(GatewayTest, ClosesAfterWhatCouldBeReadTwoWays) {
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
           std::string("GET /healthz HTTP/1.1\r\nHost: h\r\nX: \0\r\n\r\n", 44) + hidden,
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

TEST_F(GatewayTest, RefusesALongHeader) {
  EXPECT_THAT(Get("/healthz", "X: " + std::string(20'000, 'a') + "\r\n"),
              AllOf(StartsWith("HTTP/1.1 431"), HasSubstr("HEADER_TOO_LARGE")));
}

TEST_F(GatewayTest, ClosesSlowClients) {
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

TEST_F(GatewayTest, ADripOfBytesIsNoProgress) {
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

TEST_F(GatewayTest, BoundsConnections) {
  Restart([](v1::Config& config) { config.set_max_connections(2); });
  RawClient first(running_->port()), second(running_->port());
  first.Send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
  second.Send("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n");
  first.ReadResponse();
  second.ReadResponse();
  RawClient third(running_->port());
  EXPECT_EQ(third.ReadToEnd(), "");
}

TEST_F(GatewayTest, DrainAnswersWhatIsUnderWayAndClosesTheIdle) {
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

TEST_F(GatewayTest, AClientThatGoesAwayHarmsNobody) {
  for (int i = 0; i < 20; ++i) {
    RawClient client(running_->port());
    client.Send(
        "POST /medical/v1/rosters:import HTTP/1.1\r\nHost: h\r\nContent-Type: text/csv\r\n"
        "Content-Length: 100000\r\nIdempotency-Key: a\r\n\r\nabc");
  }
  EXPECT_THAT(Get("/healthz"), StartsWith("HTTP/1.1 200"));
}

TEST(CheckTest, RefusesBackendsWithoutContractOrAddress) {
  v1::Config config;
  EXPECT_FALSE(Check(config).ok());
  config.add_backends()->set_package("unioncare.nothing.v1");
  EXPECT_FALSE(Check(config).ok());
  config.mutable_backends(0)->set_package("unioncare.medical.v1");
  EXPECT_FALSE(Check(config).ok());
  config.mutable_backends(0)->set_address("127.0.0.1:1");
  EXPECT_TRUE(Check(config).ok());
}

TEST_F(GatewayTest, ATakenPortIsOneClearLine) {
  v1::Config config;
  config.set_listen_address("127.0.0.1:" + std::to_string(running_->port()));
  auto* backend = config.add_backends();
  backend->set_package("unioncare.medical.v1");
  backend->set_address(medical_.address());
  EXPECT_EQ(status::ReasonOf(Start(config).status()), "ADDRESS_TAKEN");
}

}  // namespace
}  // namespace unioncare::gateway
