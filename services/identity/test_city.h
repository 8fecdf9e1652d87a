#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "common/base/id.h"
#include "common/codes/credit_code.h"
#include "common/codes/id_number.h"
#include "common/crypto/digest.h"
#include "common/crypto/es256.h"
#include "common/crypto/keys.h"
#include "common/rpc/endpoint.h"
#include "common/testing/mariadb.h"
#include "services/identity/migrate.h"
#include "services/identity/server.h"
#include "unioncare/identity/v1/identity_service.grpc.pb.h"

// For tests only: a city of its own, that is a migrated schema of a private MariaDB and a server on
// it, spoken to over gRPC.
namespace unioncare::identity {

inline constexpr char kPassword[] = "one long DEMO password";
using Stub = v1::IdentityService::Stub;

inline std::string NewRequestId() {
  const std::string bytes = crypto::Random(16);
  base::Uuid id;
  std::copy(bytes.begin(), bytes.end(), id.begin());
  return base::FormatUuid(id);
}

// Well-formed codes and numbers of region 339901, which nobody has.
inline std::string CreditCode(int number) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const std::string digits = std::to_string(1000000 + number).substr(1);
  for (const char body : kAlphabet) {
    for (const char last : kAlphabet) {
      const std::string code = "91339901MA" + digits + body + last;
      if (codes::ValidateCreditCode(code) == codes::CreditCodeFault::kNone) return code;
    }
  }
  return CreditCode(number + 100000);  // a body whose check character the alphabet lacks
}

inline std::string IdNumber(int number, const std::string& birth = "19900101") {
  const std::string digits = "339901" + birth + std::to_string(1000 + number).substr(1);
  return digits + codes::IdNumberCheck(digits);
}

class TestCity : public ::testing::Test {
 protected:
  TestCity() {
    const std::string files = MakeFiles();
    const db::Address database = unioncare::testing::NewSchema({});
    auto& server = *config_.mutable_server();
    server.set_listen_address("127.0.0.1:0");
    server.mutable_database()->set_unix_socket(database.unix_socket);
    server.mutable_database()->set_user(database.user);
    server.mutable_database()->set_schema(database.schema);
    server.set_environment("TEST");
    server.set_city("330200");
    server.set_key_directory(files);
    config_.set_signing_key_file(files + "/signing.pem");
    config_.set_jwks_file(files + "/jwks.json");
    config_.set_city_title("DEMO 市总工会");
    AddAdministrator("administrator", options::v1::ROLE_SYSTEM_ADMINISTRATOR);
    AddAdministrator("security", options::v1::ROLE_SECURITY_ADMINISTRATOR);
    Must(Migrate(config_));
    Start();
    administrator_ = SignIn("administrator");
    security_ = SignIn("security");
    city_ = Must(Call(&Stub::ListOrganizations, administrator_, {})).organizations(0).name();
  }

  ~TestCity() override { Stop(); }

  void Start() {
    server_ = Must(IdentityServer::Start(config_));
    const std::string address = "127.0.0.1:" + std::to_string(server_->port());
    channel_ = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    stub_ = v1::IdentityService::NewStub(channel_);
  }
  void Stop() {
    server_->Drain(std::chrono::steady_clock::now() + std::chrono::seconds(10));
    server_.reset();
  }

  // --- calling

  template <class Request, class Reply>
  absl::StatusOr<Reply> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                          Reply*),
                             const std::string& token, const Request& request) {
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    Reply reply;
    const grpc::Status status = (stub_.get()->*method)(&context, request, &reply);
    if (!status.ok()) return rpc::FromGrpc(status);
    return reply;
  }

  template <class Value>
  static Value Must(absl::StatusOr<Value> value) {
    if (!value.ok()) ADD_FAILURE() << value.status();
    return *std::move(value);
  }
  static void Must(const absl::Status& status) { ASSERT_TRUE(status.ok()) << status; }

  template <class Reply>
  static std::string ReasonOf(const absl::StatusOr<Reply>& reply) {
    return reply.ok() ? "OK" : status::ReasonOf(reply.status());
  }

  absl::StatusOr<v1::Session> TrySignIn(const std::string& login, const std::string& password) {
    v1::CreateSessionRequest request;
    request.set_login(login);
    request.set_password(password);
    return Call(&Stub::CreateSession, "", request);
  }
  std::string SignIn(const std::string& login) {
    return Must(TrySignIn(login, kPassword)).access_token();
  }

  // --- making

  static v1::CreateOrganizationRequest CountyRequest(const std::string& parent,
                                                     const std::string& division) {
    v1::CreateOrganizationRequest request;
    request.set_request_id(NewRequestId());
    request.mutable_organization()->set_kind(v1::Organization::KIND_COUNTY);
    request.mutable_organization()->set_title("DEMO 区总工会 " + division);
    request.mutable_organization()->set_parent(parent);
    request.mutable_organization()->set_division_code(division);
    return request;
  }
  static v1::CreateOrganizationRequest UnionRequest(const std::string& parent,
                                                    const std::string& division, int number) {
    v1::CreateOrganizationRequest request = CountyRequest(parent, division);
    v1::Organization& organization = *request.mutable_organization();
    organization.set_kind(v1::Organization::KIND_BASE_UNION);
    organization.set_title("DEMO 工会 " + std::to_string(number));
    organization.mutable_employer()->set_title("DEMO 公司 " + std::to_string(number));
    organization.mutable_employer()->set_credit_code(CreditCode(number));
    return request;
  }
  absl::StatusOr<v1::Organization> Create(const v1::CreateOrganizationRequest& request) {
    return Call(&Stub::CreateOrganization, administrator_, request);
  }

  static v1::CreateAccountRequest AccountRequest(const std::string& organization,
                                                 const std::string& login) {
    v1::CreateAccountRequest request;
    request.set_request_id(NewRequestId());
    request.mutable_account()->set_display_name("DEMO 职员");
    request.mutable_account()->set_organization(organization);
    request.set_login(login);
    request.set_password(kPassword);
    return request;
  }
  static v1::GrantRolesRequest RolesRequest(const std::string& account,
                                            const std::vector<int>& roles) {
    v1::GrantRolesRequest request;
    request.set_request_id(NewRequestId());
    request.set_name(account);
    for (const int role : roles) request.add_roles(static_cast<options::v1::Role>(role));
    return request;
  }
  // A member of staff who is signed in.
  std::string Staff(const std::string& organization, const std::string& login, int role) {
    const v1::Account account =
        Must(Call(&Stub::CreateAccount, administrator_, AccountRequest(organization, login)));
    Must(Call(&Stub::GrantRoles, security_, RolesRequest(account.name(), {role})));
    return SignIn(login);
  }

  static v1::CreateWorkerAccountRequest WorkerRequest(const std::string& organization,
                                                      const std::string& login, int number) {
    v1::CreateWorkerAccountRequest request;
    request.set_request_id(NewRequestId());
    request.set_organization(organization);
    request.set_display_name("DEMO 职工");
    request.set_id_number(IdNumber(number));
    request.set_mobile("13800138000");
    request.set_login(login);
    request.set_password(kPassword);
    return request;
  }

  v1::Config config_;
  std::unique_ptr<IdentityServer> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Stub> stub_;
  std::string administrator_;  // tokens
  std::string security_;
  std::string city_;  // organization

 private:
  static void Write(const std::string& path, const std::string& content) {
    std::ofstream(path, std::ios::trunc) << content;
    chmod(path.c_str(), 0600);
  }

  static std::string MakeFiles() {
    const std::string files = ::testing::TempDir() + "identity." + NewRequestId();
    std::filesystem::create_directories(files);
    for (const char* name : {"person_key", "blind_index", "wrapping", "page_token"}) {
      Write(files + "/" + name, crypto::GenerateKeyLine("test-1") + "\n");
    }
    Write(files + "/signing.pem", crypto::GenerateSigningKeyPem());
    Write(files + "/password", std::string(kPassword) + "\n");
    return files;
  }

  void AddAdministrator(const std::string& login, options::v1::Role role) {
    v1::Administrator& administrator = *config_.add_first_administrators();
    administrator.set_login(login);
    administrator.set_password_file(config_.server().key_directory() + "/password");
    administrator.set_role(role);
  }
};

}  // namespace unioncare::identity
