#include "services/gateway/head.h"

#include <gtest/gtest.h>

#include "common/status/status.h"

namespace unioncare::gateway {
namespace {

// The reason, or "" when the head is taken.
std::string ReasonFor(const std::string& raw) { return status::ReasonOf(ParseHead(raw).status()); }

std::string With(const std::string& headers) {
  return "POST /a HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

TEST(HeadTest, ReadsMethodTargetAndHeaders) {
  const auto request = ParseHead("GET /a?b=c HTTP/1.1\r\nHost:h\r\nX-One: 1 2 \r\nx-one:3\r\n\r\n");
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->method, "GET");
  EXPECT_EQ(request->target, "/a?b=c");
  const Headers expected = {{"host", "h"}, {"x-one", "1 2"}, {"x-one", "3"}};
  EXPECT_EQ(request->headers, expected);
  EXPECT_FALSE(Header(request->headers, "x-one"));
}

TEST(HeadTest, RefusesRequestLinesThatAreNot) {
  for (const char* line :
       {"", "GET", "GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1",
        "G(T / HTTP/1.1", "GET http://h/ HTTP/1.1", "GET * HTTP/1.1", "GET /a b HTTP/1.1",
        "GET /\x80 HTTP/1.1", "GET /a#b HTTP/1.1", "GET / http/1.1", "GET / XTTP/1.1",
        "GET /\tb HTTP/1.1"}) {
    EXPECT_EQ(ReasonFor(std::string(line) + "\r\nHost: h\r\n\r\n"), "BAD_HTTP") << line;
  }
}

TEST(HeadTest, SpeaksNothingButHttp11) {
  for (const char* version : {"HTTP/1.0", "HTTP/2.0", "HTTP/1.10", "HTTP/0.9"}) {
    EXPECT_EQ(ReasonFor(std::string("GET / ") + version + "\r\nHost: h\r\n\r\n"),
              "HTTP_VERSION_NOT_SUPPORTED");
  }
}

TEST(HeadTest, RefusesWhatTwoProgramsCouldFrameDifferently) {
  for (const char* headers : {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                              "Content-Length: 5\r\nContent-Length: 6\r\n",
                              "Content-Length: 5\r\nContent-Length: 5\r\n",
                              "Content-Length: 5, 5\r\n",
                              "Content-Length: +5\r\n",
                              "Content-Length: -5\r\n",
                              "Content-Length: 0x5\r\n",
                              "Content-Length: 5 5\r\n",
                              "Content-Length:\r\n",
                              "Content-Length: 9999999999999999999\r\n",
                              "Transfer-Encoding: chunked, chunked\r\n",
                              "Transfer-Encoding: gzip, chunked\r\n",
                              "Transfer-Encoding: identity\r\n",
                              "Transfer-Encoding: xchunked\r\n",
                              "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                              "Transfer-Encoding : chunked\r\n",
                              "Transfer-Encoding:\r\n chunked\r\n",
                              "Transfer-Encoding:\x0b"
                              "chunked\r\n",
                              "X: a\r\n b\r\n",
                              "X: a\r\n\tb\r\n",
                              "X : a\r\n",
                              "X\r\n",
                              ": a\r\n",
                              "X: a\nY: b\r\n",
                              "X: a\rY: b\r\n",
                              "X: a\x01\r\n",
                              "X: a\x7f\r\n",
                              "X: \xe5\xb7\xa5\r\n",
                              "X: a\tb\r\n",
                              "Host: other\r\n"}) {
    EXPECT_EQ(ReasonFor(With(headers)), "BAD_HTTP") << headers;
  }
}

TEST(HeadTest, WantsOneHost) { EXPECT_EQ(ReasonFor("GET / HTTP/1.1\r\n\r\n"), "BAD_HTTP"); }

TEST(HeadTest, BoundsItsSize) {
  EXPECT_EQ(ReasonFor(With("X: " + std::string(15'000, 'a') + "\r\n")), "");
  EXPECT_EQ(ReasonFor(With("X: " + std::string(16'400, 'a') + "\r\n")), "HEADER_TOO_LARGE");
  std::string many;
  for (int i = 0; i < 101; ++i) many += "A: b\r\n";
  EXPECT_EQ(ReasonFor(With(many)), "HEADER_TOO_LARGE");
}

TEST(HeadSizeTest, EndsAtTheEmptyLine) {
  EXPECT_EQ(HeadSize("GET / HTTP/1.1\r\nHost: h\r\n"), 0u);
  EXPECT_EQ(HeadSize("A\r\n\r\nbody"), 5u);
}

TEST(HeadSizeTest, EndsAtABareLineFeed) { EXPECT_EQ(HeadSize("A\nB"), 2u); }

}  // namespace
}  // namespace unioncare::gateway
