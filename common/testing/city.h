#pragma once

#include <sys/stat.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "common/app/host.h"
#include "common/crypto/es256.h"
#include "common/crypto/jwks.h"
#include "common/crypto/keys.h"
#include "common/crypto/token.h"
#include "common/db/connection.h"
#include "unioncare/options/v1/server_config.pb.h"

namespace unioncare::testing {

// A city's files, made for a test and removed with it: keys, identity's public keys, and tokens as
// identity would sign them. Header only: who includes it links common_app.
class City {
 public:
  static constexpr char kCode[] = "330200";

  City() : directory_(MakeDirectory()) {
    for (const char* name : {"person_key", "blind_index", "wrapping", "page_token"}) {
      Write(name, crypto::GenerateKeyLine("test-1") + "\n");
    }
    Write("signing.pem", crypto::GenerateSigningKeyPem());
    signer_ = std::make_unique<crypto::Es256Signer>(
        crypto::Es256Signer::Load(directory_ / "signing.pem").value());
    Write("jwks.json", crypto::ToJwks({signer_->public_key()}));
  }
  ~City() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  City(const City&) = delete;
  City& operator=(const City&) = delete;

  std::string jwks_file() const { return directory_ / "jwks.json"; }
  std::string person_key_file() const { return directory_ / "person_key"; }

  options::v1::ServerConfig ServerOn(const db::Address& database) const {
    options::v1::ServerConfig config;
    config.set_listen_address("127.0.0.1:0");
    config.mutable_database()->set_unix_socket(database.unix_socket);
    config.mutable_database()->set_user(database.user);
    config.mutable_database()->set_schema(database.schema);
    config.set_environment("TEST");
    config.set_city(kCode);
    config.set_key_directory(directory_);
    return config;
  }

  // Claims of this city that are valid for an hour; the caller fills in who it is.
  static crypto::AccessClaims ClaimsOf(const std::string& account, std::vector<int> roles) {
    crypto::AccessClaims claims;
    claims.issuer = app::AccessTokenRules(kCode).issuer;
    claims.audience = app::AccessTokenRules(kCode).audience;
    claims.city = kCode;
    claims.subject = account;
    claims.roles = std::move(roles);
    claims.issued_at = claims.not_before = std::time(nullptr);
    claims.expires_at = claims.issued_at + 3600;
    claims.token_id = account;
    return claims;
  }
  std::string Bearer(const crypto::AccessClaims& claims) const {
    return "Bearer " + crypto::SignToken(*signer_, claims);
  }

 private:
  static std::filesystem::path MakeDirectory() {
    std::string pattern = std::filesystem::temp_directory_path() / "unioncare-test.XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    return pattern;
  }
  void Write(const std::string& name, const std::string& content) const {
    std::ofstream(directory_ / name, std::ios::trunc) << content;
    chmod((directory_ / name).c_str(), 0600);
  }

  const std::filesystem::path directory_;
  std::unique_ptr<crypto::Es256Signer> signer_;
};

}  // namespace unioncare::testing
