#include "common/rpc/server.h"

#include <gtest/gtest.h>

#include <chrono>

#include "common/status/status.h"

namespace unioncare::rpc {
namespace {

std::string At(int port) { return "127.0.0.1:" + std::to_string(port); }

TEST(ServerTest, PortZeroTakesAFreeOneAndATakenOneIsAClearLine) {
  const auto server = Server::Start(At(0), {});
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_GT((*server)->port(), 0);
  const auto second = Server::Start(At((*server)->port()), {});
  EXPECT_EQ(status::ReasonOf(second.status()), "ADDRESS_TAKEN");
  EXPECT_NE(std::string(second.status().message()).find(At((*server)->port())), std::string::npos);
}

TEST(ServerTest, ItEndsInTime) {
  const auto server = Server::Start(At(0), {});
  ASSERT_TRUE(server.ok());
  (*server)->SetServing(true);
  const auto start = std::chrono::steady_clock::now();
  (*server)->SetServing(false);
  (*server)->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(2));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

}  // namespace
}  // namespace unioncare::rpc
