// What holds for every method: permissions, replays, privacy, the journal.
#include <grpcpp/generic/generic_stub.h>

#include <future>
#include <map>

#include "services/identity/test_city.h"

namespace unioncare::identity {
namespace {

class GuaranteeTest : public TestCity {
 protected:
  GuaranteeTest() {
    county_ = Must(Create(CountyRequest(city_, "330203"))).name();
    union_ = Must(Create(UnionRequest(county_, "330203", 1))).name();
    clerk_ = Staff(union_, "clerk", 2);
  }

  // Calls a method by its name, with an empty request.
  absl::Status CallByName(const google::protobuf::MethodDescriptor& method,
                          const std::string& token) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + token);
    const std::string path = "/" + method.service()->full_name() + "/" + method.name();
    grpc::ByteBuffer reply;
    const grpc::ByteBuffer request(nullptr, 0);
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, path, {}, &request, &reply,
                   [&done](grpc::Status status) { done.set_value(std::move(status)); });
    return rpc::FromGrpc(done.get_future().get());
  }

  static bool IsGranted(const google::protobuf::MethodDescriptor& method, options::v1::Role role) {
    const auto& permission = method.options().GetExtension(options::v1::permission);
    for (const auto& grant : permission.grants()) {
      if (std::ranges::find(grant.roles(), role) != grant.roles().end()) return true;
    }
    return permission.grants().empty();
  }

  journal::v1::VerifyJournalResponse VerifyJournal() {
    if (auditor_.empty()) auditor_ = Staff(city_, "auditor", 9);
    return Must(Call(&Stub::VerifyJournal, auditor_, journal::v1::VerifyJournalRequest()));
  }

  std::string county_, union_, clerk_, auditor_;
};

TEST_F(GuaranteeTest, AWorkerMayCallWhatTheContractGrantsAndNothingElse) {
  Must(Call(&Stub::CreateWorkerAccount, clerk_, WorkerRequest(union_, "worker", 1)));
  const std::string worker = SignIn("worker");
  const auto& service = *v1::GetJwksRequest::descriptor()->file()->service(0);
  for (int i = 0; i < service.method_count(); ++i) {
    const auto& method = *service.method(i);
    const bool denied = CallByName(method, worker).code() == absl::StatusCode::kPermissionDenied;
    EXPECT_EQ(denied, !IsGranted(method, options::v1::ROLE_WORKER)) << method.full_name();
  }
}

TEST_F(GuaranteeTest, NobodyCallsAnythingElseWithoutSigningIn) {
  const auto& service = *v1::GetJwksRequest::descriptor()->file()->service(0);
  for (int i = 0; i < service.method_count(); ++i) {
    const auto& method = *service.method(i);
    const auto& permission = method.options().GetExtension(options::v1::permission);
    const bool refused = CallByName(method, "").code() == absl::StatusCode::kUnauthenticated;
    EXPECT_EQ(refused, !permission.grants().empty()) << method.full_name();
  }
}

TEST_F(GuaranteeTest, ARepeatedRequestGetsTheSameBytes) {
  const auto organization = UnionRequest(county_, "330203", 2);
  const auto account = AccountRequest(county_, "reviewer");
  const auto worker = WorkerRequest(union_, "worker", 1);
  const auto first_organization = Must(Create(organization));
  const auto first_account = Must(Call(&Stub::CreateAccount, administrator_, account));
  const auto first_worker = Must(Call(&Stub::CreateWorkerAccount, clerk_, worker));
  const auto roles = RolesRequest(first_account.name(), {4});
  const auto first_roles = Must(Call(&Stub::GrantRoles, security_, roles));
  Stop();
  Start();  // what is replayed is stored, not remembered
  EXPECT_EQ(Must(Create(organization)).SerializeAsString(), first_organization.SerializeAsString());
  EXPECT_EQ(Must(Call(&Stub::CreateAccount, administrator_, account)).SerializeAsString(),
            first_account.SerializeAsString());
  EXPECT_EQ(Must(Call(&Stub::CreateWorkerAccount, clerk_, worker)).SerializeAsString(),
            first_worker.SerializeAsString());
  EXPECT_EQ(Must(Call(&Stub::GrantRoles, security_, roles)).SerializeAsString(),
            first_roles.SerializeAsString());
}

TEST_F(GuaranteeTest, ARefusalIsRepeatedToo) {
  const auto taken = UnionRequest(county_, "330203", 1);
  const auto first = Create(taken);
  EXPECT_EQ(ReasonOf(first), "CREDIT_CODE_TAKEN");
  EXPECT_EQ(Create(taken).status(), first.status());
}

TEST_F(GuaranteeTest, ARequestIdIsGoodForOneRequestOfOneCaller) {
  auto request = UnionRequest(county_, "330203", 2);
  Must(Create(request));
  Must(Call(&Stub::CreateAccount, administrator_, AccountRequest(city_, "admin2")));
  const std::string second = Staff(city_, "admin3", 10);
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateOrganization, second, request)), "REQUEST_ID_REUSED");
  auto account = AccountRequest(county_, "reviewer");
  account.set_request_id(request.request_id());
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateAccount, administrator_, account)), "REQUEST_ID_REUSED");
  request.mutable_organization()->set_title("DEMO 另一个");
  EXPECT_EQ(ReasonOf(Create(request)), "REQUEST_ID_REUSED");
  request.clear_request_id();
  EXPECT_EQ(ReasonOf(Create(request)), "INVALID_FIELDS");
}

// Every byte the database has on disk, its log included.
std::string AllBytes(const std::string& directory) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(file), {});
  }
  return bytes;
}

TEST_F(GuaranteeTest, NothingPrivateIsStoredLoggedOrAnswered) {
  ::testing::internal::CaptureStderr();
  auto request = WorkerRequest(union_, "planted.login", 77);
  request.set_display_name("DEMO 欧阳种子姓名");
  request.set_mobile("13912345678");
  request.set_password("planted DEMO password");
  const auto account = Must(Call(&Stub::CreateWorkerAccount, clerk_, request));
  request.set_request_id(NewRequestId());
  EXPECT_EQ(ReasonOf(Call(&Stub::CreateWorkerAccount, clerk_, request)), "PERSON_HAS_ACCOUNT");
  const auto session = Must(TrySignIn("planted.login", "planted DEMO password"));
  TrySignIn("planted.login", "planted DEMO password wrong").IgnoreError();
  const std::string seen =
      AllBytes(std::filesystem::path(config_.server().database().unix_socket()).parent_path());
  const std::string told = account.SerializeAsString() + session.account().SerializeAsString() +
                           ::testing::internal::GetCapturedStderr();
  ASSERT_NE(seen.find("DEMO 公司 1"), std::string::npos) << "the search finds nothing";
  for (const std::string& planted :
       {request.id_number(), request.mobile(), request.display_name(), request.login(),
        request.password(), std::string("种子姓"), request.id_number().substr(6, 8) + "077"}) {
    EXPECT_EQ(seen.find(planted), std::string::npos) << planted;
    EXPECT_EQ(told.find(planted), std::string::npos) << planted;
  }
}

TEST_F(GuaranteeTest, TheJournalTellsWhatHappenedToWhat) {
  const auto worker =
      Must(Call(&Stub::CreateWorkerAccount, clerk_, WorkerRequest(union_, "w01", 1)));
  VerifyJournal();
  journal::v1::ListJournalEntriesRequest request;
  request.set_page_size(200);
  const auto list = Must(Call(&Stub::ListJournalEntries, auditor_, request));
  bool found = false;
  for (const auto& entry : list.entries()) {
    if (entry.effects_size() == 0 || entry.effects(0).resource() != worker.name()) continue;
    found = true;
    EXPECT_EQ(entry.method(), "unioncare.identity.v1.IdentityService/CreateWorkerAccount");
    EXPECT_EQ(entry.effects(0).person_key().size(), 33u);
    v1::CreateWorkerAccountRequest redacted;
    ASSERT_TRUE(redacted.ParseFromString(entry.request()));
    EXPECT_EQ(redacted.organization(), union_);
    EXPECT_EQ(redacted.id_number() + redacted.display_name() + redacted.mobile() +
                  redacted.password() + redacted.login(),
              "");
  }
  EXPECT_TRUE(found);
}

TEST_F(GuaranteeTest, TheJournalVerifiesAfterEverything) {
  Must(Call(&Stub::CreateWorkerAccount, clerk_, WorkerRequest(union_, "worker", 1)));
  Create(UnionRequest(county_, "330203", 1)).IgnoreError();
  const auto verified = VerifyJournal();
  EXPECT_EQ(verified.findings_size(), 0) << verified.ShortDebugString();
  EXPECT_EQ(verified.verified_to(), verified.head_sequence());
  EXPECT_GT(verified.rows_checked(), 20);
}

TEST_F(GuaranteeTest, ARowEditedBehindItsBackIsFound) {
  const auto connection = unioncare::testing::Connect(
      unioncare::testing::SharedMariadb().Address(config_.server().database().schema()));
  Must(connection->Execute(db::Sql("UPDATE account SET roles=512")));
  const auto verified = VerifyJournal();
  EXPECT_GT(verified.findings_size(), 0);
  EXPECT_EQ(verified.findings(0).reason(), "ROW_CHANGED");
}

}  // namespace
}  // namespace unioncare::identity
