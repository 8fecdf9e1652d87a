#pragma once

#include "common/db/readers.h"
#include "common/rpc/endpoint.h"
#include "common/rpc/page.h"
#include "services/identity/sign_in.h"
#include "services/identity/store/vault.h"
#include "unioncare/identity/v1/identity_service.grpc.pb.h"

namespace unioncare::identity {

// The handlers. What a method demands stands in its contract; here is only what it does.
class Service final : public v1::IdentityService::CallbackService {
 public:
  // `readers` serve `endpoint`; `passwords` has a pool of its own, so that those who wait for a
  // password to be hashed never hold up a read.
  struct Parts {
    rpc::Endpoint& endpoint;
    rpc::Endpoint& passwords;
    const Vault& vault;
    const rpc::Pager& pager;
    SignIn& sign_in;
  };
  explicit Service(const Parts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* CreateSession(grpc::CallbackServerContext* context,
                                          const v1::CreateSessionRequest* request,
                                          v1::Session* reply) override;
  grpc::ServerUnaryReactor* GetJwks(grpc::CallbackServerContext* context,
                                    const v1::GetJwksRequest* request,
                                    v1::GetJwksResponse* reply) override;
  grpc::ServerUnaryReactor* CreateOrganization(grpc::CallbackServerContext* context,
                                               const v1::CreateOrganizationRequest* request,
                                               v1::Organization* reply) override;
  grpc::ServerUnaryReactor* GetOrganization(grpc::CallbackServerContext* context,
                                            const v1::GetOrganizationRequest* request,
                                            v1::Organization* reply) override;
  grpc::ServerUnaryReactor* ListOrganizations(grpc::CallbackServerContext* context,
                                              const v1::ListOrganizationsRequest* request,
                                              v1::ListOrganizationsResponse* reply) override;
  grpc::ServerUnaryReactor* CreateAccount(grpc::CallbackServerContext* context,
                                          const v1::CreateAccountRequest* request,
                                          v1::Account* reply) override;
  grpc::ServerUnaryReactor* CreateWorkerAccount(grpc::CallbackServerContext* context,
                                                const v1::CreateWorkerAccountRequest* request,
                                                v1::Account* reply) override;
  grpc::ServerUnaryReactor* GrantRoles(grpc::CallbackServerContext* context,
                                       const v1::GrantRolesRequest* request,
                                       v1::Account* reply) override;
  grpc::ServerUnaryReactor* GetAccount(grpc::CallbackServerContext* context,
                                       const v1::GetAccountRequest* request,
                                       v1::Account* reply) override;
  grpc::ServerUnaryReactor* ListAccounts(grpc::CallbackServerContext* context,
                                         const v1::ListAccountsRequest* request,
                                         v1::ListAccountsResponse* reply) override;
  grpc::ServerUnaryReactor* ListJournalEntries(
      grpc::CallbackServerContext* context, const journal::v1::ListJournalEntriesRequest* request,
      journal::v1::ListJournalEntriesResponse* reply) override;
  grpc::ServerUnaryReactor* VerifyJournal(grpc::CallbackServerContext* context,
                                          const journal::v1::VerifyJournalRequest* request,
                                          journal::v1::VerifyJournalResponse* reply) override;

 private:
  const Parts parts_;
};

}  // namespace unioncare::identity
