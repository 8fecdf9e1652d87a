#include "common/crypto/password.h"

#include <gtest/gtest.h>

#include <ctime>
#include <functional>

#include "common/status/status.h"

namespace unioncare::crypto {
namespace {

Deadline Soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(30); }

double CpuSeconds(const std::function<void()>& work) {
  const clock_t start = clock();
  work();
  return static_cast<double>(clock() - start) / CLOCKS_PER_SEC;
}

TEST(PasswordTest, VerifiesOnlyThePasswordThatWasHashed) {
  const std::string hash = HashPassword("correct horse", Soon()).value();
  EXPECT_EQ(hash.substr(0, 30), "$argon2id$v=19$m=65536,t=2,p=1");
  EXPECT_TRUE(VerifyPassword("correct horse", hash, Soon()).value());
  EXPECT_FALSE(VerifyPassword("correct hors", hash, Soon()).value());
  EXPECT_FALSE(VerifyPassword("", hash, Soon()).value());
}

TEST(PasswordTest, HashesAreSalted) {
  EXPECT_NE(HashPassword("x", Soon()).value(), HashPassword("x", Soon()).value());
}

TEST(PasswordTest, GarbageIsNoHash) {
  for (const char* hash : {"", "x", "$argon2id$v=19$m=65536,t=2,p=1$AAAA"}) {
    EXPECT_FALSE(VerifyPassword("x", hash, Soon()).value()) << hash;
  }
}

TEST(PasswordTest, NobodyHasAnyPasswordAtTheSameCost) {
  const std::string hash = HashPassword("x", Soon()).value();
  const double somebody = CpuSeconds([&] { VerifyPassword("y", hash, Soon()).IgnoreError(); });
  const double nobody = CpuSeconds([&] { EXPECT_FALSE(VerifyAgainstNobody("y", Soon()).value()); });
  // A hash that is refused unread would cost microseconds.
  EXPECT_GT(nobody, somebody / 4);
}

TEST(PasswordTest, ThirdAtOnceIsRefused) {
  const auto first = PasswordTurn::Take(Soon());
  auto second = PasswordTurn::Take(Soon());
  ASSERT_TRUE(first.ok() && second.ok());
  const auto hash = HashPassword("x", std::chrono::steady_clock::now());
  EXPECT_EQ(status::ReasonOf(hash.status()), "OVERLOADED");
}

TEST(PasswordTest, TurnComesBack) {
  for (int i = 0; i < 2 * PasswordTurn::kAtOnce; ++i) {
    EXPECT_TRUE(PasswordTurn::Take(std::chrono::steady_clock::now()).ok());
  }
}

}  // namespace
}  // namespace unioncare::crypto
