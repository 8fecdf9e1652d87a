#include "common/crypto/es256.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <optional>

#include "common/base/bytes.h"
#include "common/crypto/digest.h"
#include "common/crypto/secret_file.h"

namespace unioncare::crypto {
namespace {

constexpr size_t kCoordinate = 32;
constexpr char kGroup[] = "prime256v1";

template <auto free_function>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    free_function(object);
  }
};
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;

const uint8_t* Data(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

EvpKey Own(EVP_PKEY* key) { return key == nullptr ? nullptr : EvpKey(key, EVP_PKEY_free); }

Bio Reader(const std::string& pem) { return Bio(BIO_new_mem_buf(pem.data(), pem.size())); }

// An encrypted PEM is refused: OpenSSL would ask for the password on the terminal.
int NoPassword(char*, int, int, void*) { return -1; }

std::string ToBytes(const BIGNUM* number) {
  std::string bytes(kCoordinate, '\0');
  if (BN_bn2binpad(number, reinterpret_cast<uint8_t*>(bytes.data()), kCoordinate) < 0) std::abort();
  return bytes;
}

std::string Coordinate(const EvpKey& key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key.get(), name, &number) != 1) std::abort();
  return base::Base64UrlEncode(ToBytes(Number(number).get()));
}

Jwk Describe(const EvpKey& key) {
  Jwk jwk{"", Coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X), Coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y)};
  const std::string canonical =
      R"({"crv":"P-256","kty":"EC","x":")" + jwk.x + R"(","y":")" + jwk.y + R"("})";
  jwk.kid = base::Base64UrlEncode(Bytes(Sha256(canonical)));
  return jwk;
}

bool IsP256(const EvpKey& key) {
  char group[32] = "";
  size_t size = 0;
  return key != nullptr && EVP_PKEY_is_a(key.get(), "EC") == 1 &&
         EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group),
                                        &size) == 1 &&
         std::string_view(group, size) == kGroup;
}

// Null unless it is a point of the curve.
EvpKey FromPoint(std::string point) {
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  std::string group = kGroup;
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params) != 1) {
    return nullptr;
  }
  return Own(key);
}

// r and s to the DER that OpenSSL takes.
std::string ToDer(std::string_view signature) {
  const Signature numbers(ECDSA_SIG_new());
  ECDSA_SIG_set0(numbers.get(), BN_bin2bn(Data(signature), kCoordinate, nullptr),
                 BN_bin2bn(Data(signature) + kCoordinate, kCoordinate, nullptr));
  uint8_t* der = nullptr;
  const int size = i2d_ECDSA_SIG(numbers.get(), &der);
  if (size < 0) std::abort();
  const std::string text(reinterpret_cast<char*>(der), size);
  OPENSSL_free(der);
  return text;
}

std::string FromDer(const std::string& der) {
  const uint8_t* data = Data(der);
  const Signature numbers(d2i_ECDSA_SIG(nullptr, &data, der.size()));
  if (!numbers) std::abort();
  return ToBytes(ECDSA_SIG_get0_r(numbers.get())) + ToBytes(ECDSA_SIG_get0_s(numbers.get()));
}

}  // namespace

absl::StatusOr<Es256Signer> Es256Signer::Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string pem, ReadSecretFile(path));
  const EvpKey key = Own(PEM_read_bio_PrivateKey(Reader(pem).get(), nullptr, NoPassword, nullptr));
  if (!IsP256(key)) return Refuse(kSecretFileMalformed, {{"path", path}});
  return Es256Signer(key, Describe(key));
}

std::string Es256Signer::Sign(std::string_view bytes) const {
  const DigestContext context(EVP_MD_CTX_new());
  std::string der(EVP_PKEY_get_size(key_.get()), '\0');
  size_t size = der.size();
  // Fails only without memory or randomness, and then nothing may go on.
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<uint8_t*>(der.data()), &size, Data(bytes),
                     bytes.size()) != 1) {
    std::abort();
  }
  der.resize(size);
  return FromDer(der);
}

absl::StatusOr<Es256Verifier> Es256Verifier::FromJwk(std::string_view x, std::string_view y) {
  const std::optional<std::string> x_bytes = base::Base64UrlDecode(x);
  const std::optional<std::string> y_bytes = base::Base64UrlDecode(y);
  if (!x_bytes || !y_bytes || x_bytes->size() != kCoordinate || y_bytes->size() != kCoordinate) {
    return Refuse(kBadPublicKey);
  }
  const EvpKey key = FromPoint(std::string(1, POINT_CONVERSION_UNCOMPRESSED) + *x_bytes + *y_bytes);
  if (key == nullptr) return Refuse(kBadPublicKey);
  return Es256Verifier(key, Describe(key));
}

absl::StatusOr<Es256Verifier> Es256Verifier::FromPem(const std::string& pem) {
  const EvpKey key = Own(PEM_read_bio_PUBKEY(Reader(pem).get(), nullptr, NoPassword, nullptr));
  if (!IsP256(key)) return Refuse(kBadPublicKey);
  return Es256Verifier(key, Describe(key));
}

bool Es256Verifier::Verify(std::string_view bytes, std::string_view signature) const {
  if (signature.size() != 2 * kCoordinate) return false;
  const std::string der = ToDer(signature);
  const DigestContext context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), Data(der), der.size(), Data(bytes), bytes.size()) == 1;
}

std::string GenerateSigningKeyPem() {
  const EvpKey key = Own(EVP_EC_gen(kGroup));
  const Bio writer(BIO_new(BIO_s_mem()));
  if (key == nullptr || PEM_write_bio_PrivateKey(writer.get(), key.get(), nullptr, nullptr, 0,
                                                 nullptr, nullptr) != 1) {
    std::abort();
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(writer.get(), &data);
  return std::string(data, size);
}

}  // namespace unioncare::crypto
