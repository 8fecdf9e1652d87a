#include "common/crypto/token.h"

#include <gtest/gtest.h>

#include <functional>

#include "common/base/bytes.h"
#include "common/crypto/digest.h"
#include "common/crypto/jwks.h"
#include "common/crypto/test_file.h"
#include "common/status/status.h"

namespace unioncare::crypto {
namespace {

constexpr int64_t kNow = 1714521600;
const TokenRules kRules{"identity", "unioncare", "339900"};

AccessClaims GoodClaims() {
  return {.issuer = "identity",
          .audience = "unioncare",
          .city = "339900",
          .subject = "accounts/01jabcdefghjk",
          .roles = {2, 4},
          .scope_kind = "COUNTY",
          .organization = "organizations/01jabcdefghjm",
          .county = "339901",
          .person_key = "",
          .issued_at = kNow - 10,
          .not_before = kNow - 10,
          .expires_at = kNow + 600,
          .token_id = "t1"};
}

Es256Signer MakeSigner(const std::string& name) {
  return Es256Signer::Load(WriteTestFile(name, GenerateSigningKeyPem())).value();
}

class TokenTest : public testing::Test {
 protected:
  bool Accepts(const std::string& token, int64_t now = kNow) const {
    return verifier_.Verify(token, base::Instant{now * base::kMicrosPerSecond}).ok();
  }
  // A token with our true signature over whatever is written.
  std::string Forge(const std::string& header, const std::string& payload) const {
    const std::string text = base::Base64UrlEncode(header) + "." + base::Base64UrlEncode(payload);
    return text + "." + base::Base64UrlEncode(signer_.Sign(text));
  }
  std::string Header() const {
    return R"({"alg":"ES256","typ":"JWT","kid":")" + signer_.public_key().kid + R"("})";
  }
  std::string Replace(std::string text, const std::string& from, const std::string& to) const {
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  }
  std::string Payload() const {
    const std::string token = SignToken(signer_, GoodClaims());
    const size_t dot = token.find('.');
    return *base::Base64UrlDecode(token.substr(dot + 1, token.rfind('.') - dot - 1));
  }
  std::string WithSignature(const std::string& signature) const {
    return good_.substr(0, good_.rfind('.') + 1) + base::Base64UrlEncode(signature);
  }

  const Es256Signer signer_ = MakeSigner("ours");
  const Es256Signer stranger_ = MakeSigner("stranger");
  const TokenVerifier verifier_ =
      TokenVerifier::FromJwks(kRules, ToJwks({signer_.public_key()})).value();
  const std::string good_ = SignToken(signer_, GoodClaims());
};

TEST_F(TokenTest, GoodOneGivesItsClaims) {
  const auto claims = verifier_.Verify(good_, base::Instant{kNow * base::kMicrosPerSecond});
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(*claims, GoodClaims());
}

TEST_F(TokenTest, WhatTheForgeriesStartFromIsGood) {
  EXPECT_TRUE(Accepts(Forge(Header(), Payload())));
  EXPECT_TRUE(Accepts(Forge(Header(), Replace(Payload(), "{", R"({"later":1,)"))));
}

TEST_F(TokenTest, TimesAreExactAtTheirEdges) {
  EXPECT_TRUE(Accepts(good_, kNow + 599));
  EXPECT_FALSE(Accepts(good_, kNow + 600));
  EXPECT_TRUE(Accepts(good_, kNow - 10 - kTokenLeewaySeconds));
  EXPECT_FALSE(Accepts(good_, kNow - 11 - kTokenLeewaySeconds));
}

TEST_F(TokenTest, EveryRefusalReadsTheSame) {
  const base::Instant now{kNow * base::kMicrosPerSecond};
  const absl::Status garbage = verifier_.Verify("garbage", now).status();
  EXPECT_EQ(status::ReasonOf(garbage), "UNAUTHENTICATED");
  EXPECT_EQ(verifier_.Verify(good_ + "x", now).status(), garbage);
  EXPECT_EQ(verifier_.Verify(good_, base::Instant{}).status(), garbage);
}

TEST_F(TokenTest, ForgedHeadersFail) {
  const std::string kid = signer_.public_key().kid;
  const auto header = [&](const std::string& alg, const std::string& key_id) {
    return R"({"alg":")" + alg + R"(","typ":"JWT","kid":")" + key_id + R"("})";
  };
  const auto with = [&](const std::string& member) { return Replace(Header(), "{", "{" + member); };
  const std::string headers[] = {
      header("none", kid),
      header("None", kid),
      header("NONE", kid),
      header("nOnE", kid),
      header("", kid),
      header("HS256", kid),
      header("RS256", kid),
      header("PS256", kid),
      header("ES384", kid),
      header("ES512", kid),
      header("es256", kid),
      header("ES256K", kid),
      header("EdDSA", kid),
      header("ES256\\u0000", kid),
      header("ES256", ""),
      header("ES256", "unknown"),
      header("ES256", kid + "x"),
      header("ES256", stranger_.public_key().kid),
      header("ES256", "../../../dev/null"),
      header("ES256", "/dev/null"),
      header("ES256", "x' UNION SELECT 'key"),
      header("ES256", kid + "\\u0000"),
      header("ES256", "http://127.0.0.1/key"),
      with(R"("jku":"http://127.0.0.1/jwks",)"),
      with(R"("x5u":"http://127.0.0.1/cert",)"),
      with(R"("jwk":{"kty":"EC"},)"),
      with(R"("crit":["exp"],)"),
      with(R"("b64":false,)"),
      with(R"("x5c":[],)"),
      with(R"("cty":"JWT",)"),
      with(R"("zip":"DEF",)"),
      with(R"("alg":"none",)"),
      with(R"("alg":"ES256",)"),
      with(R"("kid":"x",)"),
      Replace(Header(), R"("typ":"JWT",)", ""),
      Replace(Header(), "JWT", "jwt"),
      Replace(Header(), R"("alg":"ES256",)", ""),
      Replace(Header(), R"("JWT")", "1"),
      Replace(Header(), R"("ES256")", R"(["ES256"])"),
      Header() + "x",
      Header() + Header(),
      "",
      "null",
      "[]",
      "\"ES256\"",
      "{}",
      "\xef\xbb\xbf" + Header(),
      std::string(2000, '[') + std::string(2000, ']'),
  };
  for (const std::string& forged : headers) {
    EXPECT_FALSE(Accepts(Forge(forged, Payload()))) << forged;
  }
}

TEST_F(TokenTest, ForgedPayloadsFail) {
  const std::string payload = Payload();
  const auto with = [&](const std::string& member) { return Replace(payload, "{", "{" + member); };
  const std::string payloads[] = {
      with(R"("sub":"accounts/x",)"),
      with(R"("roles":[9],)"),
      with(R"("exp":9999999999,)"),
      with(R"("later":1,"later":2,)"),
      with(R"("\u0069ss":"identity",)"),
      Replace(payload, R"("aud":"unioncare")", R"("aud":["unioncare"])"),
      Replace(payload, "[2,4]", "\"2\""),
      Replace(payload, "[2,4]", "[2.5]"),
      Replace(payload, "[2,4]", "[99999999999]"),
      Replace(payload, R"("roles":[2,4],)", ""),
      Replace(payload, R"("exp":1714522200)", R"("exp":"1714522200")"),
      Replace(payload, R"("exp":1714522200)", R"("exp":1714522200.5)"),
      Replace(payload, R"("exp":1714522200)", R"("exp":1e400)"),
      Replace(payload, R"("exp":1714522200)", R"("exp":99999999999999999999)"),
      Replace(payload, R"("exp":1714522200)", R"("exp":null)"),
      Replace(payload, R"("exp":1714522200)", R"("exq":1714522200)"),
      Replace(payload, R"("t1")", R"("\ud800")"),
      Replace(payload, R"("t1")", "\"\xff\""),
      payload + "x",
      "",
      "{}",
      "[]",
      "null",
  };
  for (const std::string& forged : payloads) {
    EXPECT_FALSE(Accepts(Forge(Header(), forged))) << forged;
  }
}

TEST_F(TokenTest, ClaimsThatAreNotForUsFail) {
  const std::function<void(AccessClaims&)> changes[] = {
      [](AccessClaims& c) { c.issuer = "medical"; },
      [](AccessClaims& c) { c.issuer = ""; },
      [](AccessClaims& c) { c.issuer = std::string("identity\0", 9); },
      [](AccessClaims& c) { c.audience = "other"; },
      [](AccessClaims& c) { c.audience = ""; },
      [](AccessClaims& c) { c.city = "339800"; },
      [](AccessClaims& c) { c.city = ""; },
      [](AccessClaims& c) { c.subject = ""; },
      [](AccessClaims& c) { c.token_id = ""; },
      [](AccessClaims& c) { c.scope_kind = "PROVINCE"; },
      [](AccessClaims& c) { c.scope_kind = "city"; },
      [](AccessClaims& c) { c.county = "33990"; },
      [](AccessClaims& c) { c.county = "33990a"; },
      [](AccessClaims& c) { c.person_key = "not+base64url"; },
      [](AccessClaims& c) { c.expires_at = kNow; },
      [](AccessClaims& c) { c.expires_at = kNow - 1; },
      [](AccessClaims& c) { c.expires_at = -1; },
      [](AccessClaims& c) { c.not_before = kNow + 61; },
      [](AccessClaims& c) { c.issued_at = kNow + 61; },
      [](AccessClaims& c) { c.token_id = std::string(kMaxTokenBytes, 't'); },
  };
  for (size_t i = 0; i < std::size(changes); ++i) {
    AccessClaims claims = GoodClaims();
    changes[i](claims);
    EXPECT_FALSE(Accepts(SignToken(signer_, claims))) << "change " << i;
  }
}

TEST_F(TokenTest, ForgedSignaturesFail) {
  // n of P-256, so that s + n and n itself are out of range.
  const std::string order =
      *base::HexDecode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  const std::string zero(32, '\0');
  const std::string one = std::string(31, '\0') + '\1';
  const std::string text = good_.substr(0, good_.rfind('.'));
  const std::string true_signature = signer_.Sign(text);
  const std::string r = true_signature.substr(0, 32), s = true_signature.substr(32);
  const std::string public_text = signer_.public_key().x + signer_.public_key().y;
  const std::string signatures[] = {
      "",
      zero + zero,
      zero + s,
      r + zero,
      order + s,
      r + order,
      order + order,
      one + one,
      s + r,
      r,
      true_signature + '\0',
      true_signature.substr(1),
      '\0' + true_signature,
      std::string(64, '\xff'),
      stranger_.Sign(text),
      signer_.Sign(text + "."),
      std::string(Bytes(HmacSha256(public_text, text))),
      "\x30\x06\x02\x01\x01\x02\x01\x01",
  };
  for (const std::string& signature : signatures) {
    EXPECT_FALSE(Accepts(WithSignature(signature))) << base::HexEncode(signature);
  }
}

TEST_F(TokenTest, ForgedShapesFail) {
  const size_t first = good_.find('.'), last = good_.rfind('.');
  const std::string stripped = good_.substr(0, last);
  const std::string tokens[] = {
      "",
      ".",
      "..",
      "...",
      stripped,
      stripped + ".",
      good_ + ".",
      "." + good_,
      good_ + "." + good_,
      good_ + "=",
      good_ + " ",
      " " + good_,
      good_ + "\n",
      "Bearer " + good_,
      good_ + good_,
      good_.substr(first),
      good_.substr(0, first) + ".." + good_.substr(last + 1),
      std::string(1 << 20, 'a'),
      std::string(1 << 20, '.'),
      good_ + std::string(kMaxTokenBytes, 'A'),
      SignToken(stranger_, GoodClaims()),
  };
  for (const std::string& token : tokens) EXPECT_FALSE(Accepts(token)) << token.substr(0, 80);
}

TEST_F(TokenTest, NoChangedCharacterIsAccepted) {
  for (size_t i = 0; i < good_.size(); ++i) {
    std::string changed = good_;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Accepts(changed)) << i;
  }
}

TEST_F(TokenTest, SeveralKeysVerify) {
  const auto both =
      TokenVerifier::FromJwks(kRules, ToJwks({stranger_.public_key(), signer_.public_key()}));
  ASSERT_TRUE(both.ok()) << both.status();
  EXPECT_TRUE(both->Verify(good_, base::Instant{kNow * base::kMicrosPerSecond}).ok());
}

}  // namespace
}  // namespace unioncare::crypto
