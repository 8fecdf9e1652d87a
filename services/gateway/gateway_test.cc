#include "services/gateway/gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <thread>

#include "common/status/reasons.h"
#include "services/gateway/gateway_fixture.h"

// Everything together, over a real socket: HTTP in, a fake service behind.
namespace unioncare::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kUuid[] = "123e4567-e89b-12d3-a456-426614174000";

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
