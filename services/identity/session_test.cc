// Signing in, and the keys that verify what it gives.
#include <atomic>
#include <thread>
#include <vector>

#include "common/base/bytes.h"
#include "common/crypto/jwks.h"
#include "common/crypto/token.h"
#include "services/identity/test_city.h"

namespace unioncare::identity {
namespace {

class SessionTest : public TestCity {
 protected:
  // What another service reads of a token: with the file that --migrate wrote.
  crypto::AccessClaims ClaimsOf(const std::string& token) {
    std::ifstream file(config_.jwks_file());
    const std::string jwks{std::istreambuf_iterator<char>(file), {}};
    const auto verifier =
        Must(crypto::TokenVerifier::FromJwks(app::AccessTokenRules("330200"), jwks));
    return Must(verifier.Verify(token, base::SystemClock().Now()));
  }
};

TEST_F(SessionTest, TokenSaysWhoMayReachWhat) {
  const std::string county = Must(Create(CountyRequest(city_, "330203"))).name();
  const crypto::AccessClaims claims = ClaimsOf(Staff(county, "reviewer", 4));
  EXPECT_EQ(claims.roles, std::vector<int>{4});
  EXPECT_EQ(claims.scope_kind, "COUNTY");
  EXPECT_EQ(claims.organization, county);
  EXPECT_EQ(claims.county, "330203");
  EXPECT_EQ(claims.person_key, "");
  EXPECT_EQ(claims.expires_at - claims.issued_at, 15 * 60);
}

TEST_F(SessionTest, TokenOfAWorkerCarriesThePersonKey) {
  const std::string county = Must(Create(CountyRequest(city_, "330203"))).name();
  const std::string base = Must(Create(UnionRequest(county, "330203", 1))).name();
  const std::string clerk = Staff(base, "clerk", 2);
  Must(Call(&Stub::CreateWorkerAccount, clerk, WorkerRequest(base, "worker", 1)));
  const crypto::AccessClaims claims = ClaimsOf(SignIn("worker"));
  EXPECT_EQ(claims.roles, std::vector<int>{1});
  EXPECT_EQ(claims.scope_kind, "BASE_UNION");
  EXPECT_EQ(base::Base64UrlDecode(claims.person_key)->size(), 33u);
}

TEST_F(SessionTest, JwksVerifiesTheToken) {
  const auto jwks = Must(Call(&Stub::GetJwks, "", v1::GetJwksRequest()));
  ASSERT_EQ(jwks.keys_size(), 1);
  const auto verifier = Must(crypto::Es256Verifier::FromJwk(jwks.keys(0).x(), jwks.keys(0).y()));
  EXPECT_EQ(verifier.public_key().kid, jwks.keys(0).kid());
  EXPECT_TRUE(crypto::TokenVerifier(app::AccessTokenRules("330200"), {verifier})
                  .Verify(administrator_, base::SystemClock().Now())
                  .ok());
}

TEST_F(SessionTest, UnknownLoginAndWrongPasswordAreOneAnswer) {
  const auto unknown = TrySignIn("nobody", kPassword);
  const auto wrong = TrySignIn("administrator", "another DEMO password");
  EXPECT_EQ(ReasonOf(unknown), "BAD_CREDENTIALS");
  EXPECT_EQ(unknown.status(), wrong.status());
}

TEST_F(SessionTest, NothingOfASessionIsStored) {
  const db::Sql entries("SELECT COUNT(*) FROM journal_entry");
  db::Address database =
      unioncare::testing::SharedMariadb().Address(config_.server().database().schema());
  const int64_t before = unioncare::testing::Number(database, entries);
  SignIn("administrator");
  EXPECT_EQ(unioncare::testing::Number(database, entries), before);
}

TEST_F(SessionTest, WhoWaitsBehindTooManyIsToldToComeBack) {
  std::atomic<int> ok{0};
  std::atomic<int> busy{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kMaxSigningIn + 30; ++i) {
    threads.emplace_back([&] {
      const auto session = TrySignIn("administrator", kPassword);
      if (session.ok()) ++ok;
      if (ReasonOf(session) == "SIGN_IN_BUSY") ++busy;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(busy, 0);
  EXPECT_GE(ok, kMaxSigningIn);
  EXPECT_EQ(ok + busy, kMaxSigningIn + 30);
}

TEST_F(SessionTest, AForgedOrMissingTokenIsUnauthenticated) {
  const v1::ListOrganizationsRequest request;
  EXPECT_EQ(ReasonOf(Call(&Stub::ListOrganizations, "", request)), "UNAUTHENTICATED");
  EXPECT_EQ(ReasonOf(Call(&Stub::ListOrganizations, administrator_ + "x", request)),
            "UNAUTHENTICATED");
}

TEST_F(SessionTest, MigratingAgainChangesNothing) {
  const v1::ListAccountsRequest request;
  const int before = Must(Call(&Stub::ListAccounts, administrator_, request)).accounts_size();
  Must(Migrate(config_));
  EXPECT_EQ(Must(Call(&Stub::ListAccounts, administrator_, request)).accounts_size(), before);
}

}  // namespace
}  // namespace unioncare::identity
