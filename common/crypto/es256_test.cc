#include "common/crypto/es256.h"

#include <gtest/gtest.h>

#include "common/base/bytes.h"
#include "common/crypto/digest.h"
#include "common/crypto/jwks.h"
#include "common/crypto/test_file.h"

namespace unioncare::crypto {
namespace {

// RFC 7515 appendix A.3: a key, a text and somebody else's signature.
constexpr char kRfcX[] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr char kRfcY[] = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr char kRfcText[] =
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxl"
    "LmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr char kRfcSignature[] =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr char kPublicPem[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7\n"
    "6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\n"
    "-----END PUBLIC KEY-----\n";

TEST(Es256Test, VerifiesThePublishedSignature) {
  const auto verifier = Es256Verifier::FromJwk(kRfcX, kRfcY);
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  EXPECT_TRUE(verifier->Verify(kRfcText, *base::Base64UrlDecode(kRfcSignature)));
}

TEST(Es256Test, PemAndJwkAreTheSameKey) {
  const auto verifier = Es256Verifier::FromPem(kPublicPem);
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  EXPECT_EQ(verifier->public_key().x, kRfcX);
  EXPECT_EQ(verifier->public_key().y, kRfcY);
  EXPECT_EQ(verifier->public_key().kid, Es256Verifier::FromJwk(kRfcX, kRfcY)->public_key().kid);
}

TEST(Es256Test, SignsWhatItsPublicKeyVerifies) {
  const auto signer = Es256Signer::Load(WriteTestFile("key", GenerateSigningKeyPem()));
  ASSERT_TRUE(signer.ok()) << signer.status();
  const auto keys = ParseJwks(ToJwks({signer->public_key()}));
  ASSERT_TRUE(keys.ok()) << keys.status();
  // Many, because r or s begins with zero bytes in one of 128.
  for (int i = 0; i < 400; ++i) {
    const std::string text = std::to_string(i);
    EXPECT_TRUE(keys->front().Verify(text, signer->Sign(text))) << i;
  }
}

TEST(Es256Test, RefusesPublicKeysThatAreNone) {
  const std::string zeros(43, 'A');
  const std::string_view pairs[][2] = {{"", ""},       {kRfcX, ""},    {kRfcY, kRfcX},
                                       {zeros, zeros}, {kRfcX, kRfcX}, {"AAAA", "AAAA"},
                                       {"!", kRfcY}};
  for (const auto& [x, y] : pairs) {
    EXPECT_EQ(status::ReasonOf(Es256Verifier::FromJwk(x, y).status()), "BAD_PUBLIC_KEY") << x;
  }
  EXPECT_EQ(status::ReasonOf(Es256Verifier::FromPem("x").status()), "BAD_PUBLIC_KEY");
}

TEST(Es256Test, RefusesSigningKeyFilesThatAreNone) {
  for (const std::string& content : {std::string(), std::string("x"), std::string(kPublicPem)}) {
    const auto signer = Es256Signer::Load(WriteTestFile("key", content));
    EXPECT_EQ(status::ReasonOf(signer.status()), "SECRET_FILE_MALFORMED") << content;
  }
}

TEST(Es256Test, RefusesASigningKeyThatOthersMayRead) {
  const auto signer = Es256Signer::Load(WriteTestFile("key", GenerateSigningKeyPem(), 0644));
  EXPECT_EQ(status::ReasonOf(signer.status()), "SECRET_FILE_TOO_OPEN");
}

TEST(JwksTest, RefusesWhatIsNoSetOfP256Keys) {
  const std::string good = ToJwks({Es256Verifier::FromJwk(kRfcX, kRfcY)->public_key()});
  ASSERT_TRUE(ParseJwks(good).ok());
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  const std::string sets[] = {"",
                              "{}",
                              "[]",
                              R"({"keys":[]})",
                              R"({"keys":{}})",
                              R"({"keys":[1]})",
                              R"({"keys":[{}]})",
                              changed("\"EC\"", "\"RSA\""),
                              changed("P-256", "P-384"),
                              changed(R"("kid":")", R"("kid":"x)"),
                              changed(kRfcX, kRfcY),
                              good + good};
  for (const std::string& set : sets) {
    EXPECT_EQ(status::ReasonOf(ParseJwks(set).status()), "BAD_PUBLIC_KEY") << set;
  }
}

}  // namespace
}  // namespace unioncare::crypto
