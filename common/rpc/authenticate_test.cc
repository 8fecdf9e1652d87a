#include "common/rpc/authenticate.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "common/crypto/es256.h"
#include "common/status/status.h"
#include "common/testing/fake_clock.h"

namespace unioncare::rpc {
namespace {

constexpr int64_t kNow = 1714521600;

class AuthenticateTest : public ::testing::Test {
 protected:
  static crypto::Es256Signer NewSigner() {
    const std::string path = ::testing::TempDir() + "authenticate_test.pem";
    std::ofstream(path, std::ios::trunc) << crypto::GenerateSigningKeyPem();
    chmod(path.c_str(), 0600);
    return crypto::Es256Signer::Load(path).value();
  }

  std::string Bearer(int64_t expires_at) const {
    return "Bearer " + crypto::SignToken(signer_, {.issuer = "identity",
                                                   .audience = "unioncare",
                                                   .city = "339900",
                                                   .subject = "accounts/a",
                                                   .roles = {2},
                                                   .issued_at = kNow,
                                                   .not_before = kNow,
                                                   .expires_at = expires_at,
                                                   .token_id = "t"});
  }
  std::string ReasonFor(const std::string& header) {
    return status::ReasonOf(authenticator_.Authenticate(header).status());
  }

  const crypto::Es256Signer signer_ = NewSigner();
  testing::FakeClock clock_{base::Instant{kNow * base::kMicrosPerSecond}};
  Authenticator authenticator_{
      crypto::TokenVerifier(
          {"identity", "unioncare", "339900"},
          {*crypto::Es256Verifier::FromJwk(signer_.public_key().x, signer_.public_key().y)}),
      clock_};
};

TEST_F(AuthenticateTest, ATokenSaysWhoItIs) {
  const std::string header = Bearer(kNow + 900);
  for (int i = 0; i < 3; ++i) {
    const auto claims = authenticator_.Authenticate(header);
    ASSERT_TRUE(claims.ok()) << claims.status();
    EXPECT_EQ(claims->subject, "accounts/a");
  }
}

TEST_F(AuthenticateTest, ARememberedTokenEndsLikeAnyOther) {
  const std::string header = Bearer(kNow + 900);
  ASSERT_TRUE(authenticator_.Authenticate(header).ok());
  clock_.Advance(899 * base::kMicrosPerSecond);
  EXPECT_TRUE(authenticator_.Authenticate(header).ok());
  clock_.Advance(base::kMicrosPerSecond);
  EXPECT_EQ(ReasonFor(header), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonFor(header), "UNAUTHENTICATED");
}

TEST_F(AuthenticateTest, AnythingElseIsUnauthenticated) {
  const std::string header = Bearer(kNow + 900);
  ASSERT_TRUE(authenticator_.Authenticate(header).ok());
  for (const std::string& other :
       {std::string(), std::string("Bearer "), std::string("Basic abc"), header.substr(7),
        "bearer " + header.substr(7), header + " ", header + "A", std::string(100'000, 'x')}) {
    EXPECT_EQ(ReasonFor(other), "UNAUTHENTICATED") << other.substr(0, 20);
  }
}

TEST_F(AuthenticateTest, ManyTokensAreRememberedAndNoneIsMixedUp) {
  std::vector<std::string> headers;
  for (int i = 0; i < 50; ++i) headers.push_back(Bearer(kNow + 100 + i));
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 50; ++i) {
      EXPECT_EQ(authenticator_.Authenticate(headers[i])->expires_at, kNow + 100 + i);
    }
  }
}

}  // namespace
}  // namespace unioncare::rpc
