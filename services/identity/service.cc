#include "services/identity/service.h"

#include <memory>
#include <utility>
#include <vector>

#include "common/base/id.h"
#include "common/base/name.h"
#include "common/change/journal.h"
#include "common/codes/id_number.h"
#include "services/identity/commands/convert.h"
#include "services/identity/commands/create_account.h"
#include "services/identity/commands/create_organization.h"
#include "services/identity/commands/create_worker_account.h"
#include "services/identity/commands/grant_roles.h"
#include "services/identity/commands/reasons.h"
#include "services/identity/draft.h"

namespace unioncare::identity {
namespace {

using AnyCommand = absl::StatusOr<std::unique_ptr<change::AnyCommand>>;

// 0 is no id: a name that cannot be one finds nothing.
int64_t IdOf(const std::string& name, const char* collection) {
  return base::ParseName(name, collection).value_or(0);
}

// Takes the one row too many off a page that goes on; true when there was one.
template <class View>
bool CutPage(std::vector<View>& views, const rpc::Page& page) {
  if (views.size() <= static_cast<size_t>(page.size)) return false;
  views.resize(page.size);
  return true;
}

absl::StatusOr<v1::Account> Show(const Vault& vault, const AccountView& view) {
  ASSIGN_OR_RETURN(const PersonalData data, vault.Open(view.person, view.data_key));
  return ToProto(view.account.row, view.account.version, Masked(data));
}

}  // namespace

grpc::ServerUnaryReactor* Service::CreateSession(grpc::CallbackServerContext* context,
                                                 const v1::CreateSessionRequest* request,
                                                 v1::Session* reply) {
  std::shared_ptr<void> place = parts_.sign_in.Enter();
  if (place == nullptr) {
    return parts_.passwords.Compute(context, "CreateSession", *request, [](const rpc::Call&) {
      return status::WithRetryAfter(Refuse(kSignInBusy), 1);
    });
  }
  return parts_.passwords.OnReaders(context, "CreateSession", *request,
                                    [this, request, reply, place = std::move(place)](
                                        db::Connection& connection, const rpc::Call& call) {
                                      return parts_.sign_in.Run(connection, *request,
                                                                *call.request.deadline, *reply);
                                    });
}

grpc::ServerUnaryReactor* Service::GetJwks(grpc::CallbackServerContext* context,
                                           const v1::GetJwksRequest* request,
                                           v1::GetJwksResponse* reply) {
  return parts_.endpoint.Compute(context, "GetJwks", *request, [this, reply](const rpc::Call&) {
    const crypto::Jwk& key = parts_.sign_in.public_key();
    v1::JsonWebKey& shown = *reply->add_keys();
    shown.set_kty("EC");
    shown.set_crv("P-256");
    shown.set_alg("ES256");
    shown.set_use("sig");
    shown.set_kid(key.kid);
    shown.set_x(key.x);
    shown.set_y(key.y);
    return absl::OkStatus();
  });
}

grpc::ServerUnaryReactor* Service::CreateOrganization(grpc::CallbackServerContext* context,
                                                      const v1::CreateOrganizationRequest* request,
                                                      v1::Organization* reply) {
  return parts_.endpoint.Write(context, "CreateOrganization", *request, *reply,
                               [&](const rpc::Call& call) -> AnyCommand {
                                 return std::make_unique<identity::CreateOrganization>(
                                     call.request, request->organization());
                               });
}

grpc::ServerUnaryReactor* Service::GetOrganization(grpc::CallbackServerContext* context,
                                                   const v1::GetOrganizationRequest* request,
                                                   v1::Organization* reply) {
  return parts_.endpoint.Read(
      context, "GetOrganization", *request,
      [request, reply](db::Connection& connection, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(
            const OrganizationView view,
            FindOrganization(connection, call.caller(), IdOf(request->name(), "organizations")));
        *reply = ToProto(view.row, view.version);
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* Service::ListOrganizations(grpc::CallbackServerContext* context,
                                                     const v1::ListOrganizationsRequest* request,
                                                     v1::ListOrganizationsResponse* reply) {
  return parts_.endpoint.Read(
      context, "ListOrganizations", *request,
      [this, request, reply](db::Connection& connection, const rpc::Call& call) -> absl::Status {
        const std::string& account = call.caller().account;
        ASSIGN_OR_RETURN(const rpc::Page page, parts_.pager.Read(*request, account));
        std::optional<int64_t> parent;
        if (!request->parent().empty()) parent = IdOf(request->parent(), "organizations");
        ASSIGN_OR_RETURN(auto views, identity::ListOrganizations(
                                         connection, call.caller(), parent,
                                         base::DecodeId(page.after).value_or(0), page.size + 1));
        const bool goes_on = CutPage(views, page);
        for (const OrganizationView& view : views) {
          *reply->add_organizations() = ToProto(view.row, view.version);
        }
        if (goes_on) {
          reply->set_next_page_token(
              parts_.pager.Next(*request, account, base::EncodeId(views.back().row.id)));
        }
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* Service::CreateAccount(grpc::CallbackServerContext* context,
                                                 const v1::CreateAccountRequest* request,
                                                 v1::Account* reply) {
  return parts_.passwords.WriteResolved(
      context, "CreateAccount", *request, *reply,
      [this, request](const rpc::Call& call) -> AnyCommand {
        const PersonalData data{
            .name = request->account().display_name(), .id_number = "", .mobile = ""};
        ASSIGN_OR_RETURN(AccountDraft draft,
                         DraftAccount(parts_.vault, data, request->login(), request->password(),
                                      *call.request.deadline));
        return std::make_unique<identity::CreateAccount>(
            call.request, IdOf(request->account().organization(), "organizations"),
            std::move(draft));
      });
}

grpc::ServerUnaryReactor* Service::CreateWorkerAccount(
    grpc::CallbackServerContext* context, const v1::CreateWorkerAccountRequest* request,
    v1::Account* reply) {
  return parts_.passwords.WriteResolved(
      context, "CreateWorkerAccount", *request, *reply,
      [this, request](const rpc::Call& call) -> AnyCommand {
        const PersonalData data{.name = request->display_name(),
                                .id_number = codes::NormalizeIdNumber(request->id_number()),
                                .mobile = request->mobile()};
        ASSIGN_OR_RETURN(AccountDraft draft,
                         DraftAccount(parts_.vault, data, request->login(), request->password(),
                                      *call.request.deadline));
        return std::make_unique<identity::CreateWorkerAccount>(
            call.request, IdOf(request->organization(), "organizations"),
            codes::BirthDateOf(data.id_number), std::move(draft));
      });
}

grpc::ServerUnaryReactor* Service::GrantRoles(grpc::CallbackServerContext* context,
                                              const v1::GrantRolesRequest* request,
                                              v1::Account* reply) {
  return parts_.endpoint.Write(
      context, "GrantRoles", *request, *reply, [&](const rpc::Call& call) -> AnyCommand {
        return std::make_unique<identity::GrantRoles>(
            call.request, IdOf(request->name(), "accounts"),
            std::vector<int>(request->roles().begin(), request->roles().end()), parts_.vault);
      });
}

grpc::ServerUnaryReactor* Service::GetAccount(grpc::CallbackServerContext* context,
                                              const v1::GetAccountRequest* request,
                                              v1::Account* reply) {
  return parts_.endpoint.Read(
      context, "GetAccount", *request,
      [this, request, reply](db::Connection& connection, const rpc::Call& call) -> absl::Status {
        ASSIGN_OR_RETURN(const AccountView view,
                         FindAccount(connection, call.caller(), IdOf(request->name(), "accounts")));
        ASSIGN_OR_RETURN(*reply, Show(parts_.vault, view));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* Service::ListAccounts(grpc::CallbackServerContext* context,
                                                const v1::ListAccountsRequest* request,
                                                v1::ListAccountsResponse* reply) {
  return parts_.endpoint.Read(
      context, "ListAccounts", *request,
      [this, request, reply](db::Connection& connection, const rpc::Call& call) -> absl::Status {
        const std::string& account = call.caller().account;
        ASSIGN_OR_RETURN(const rpc::Page page, parts_.pager.Read(*request, account));
        ASSIGN_OR_RETURN(auto views, identity::ListAccounts(connection, call.caller(),
                                                            base::DecodeId(page.after).value_or(0),
                                                            page.size + 1));
        const bool goes_on = CutPage(views, page);
        for (const AccountView& view : views) {
          ASSIGN_OR_RETURN(*reply->add_accounts(), Show(parts_.vault, view));
        }
        if (goes_on) {
          reply->set_next_page_token(
              parts_.pager.Next(*request, account, base::EncodeId(views.back().account.row.id)));
        }
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* Service::ListJournalEntries(
    grpc::CallbackServerContext* context, const journal::v1::ListJournalEntriesRequest* request,
    journal::v1::ListJournalEntriesResponse* reply) {
  return parts_.endpoint.Read(
      context, "ListJournalEntries", *request,
      [request, reply](db::Connection& connection, const rpc::Call&) -> absl::Status {
        ASSIGN_OR_RETURN(*reply, change::ListEntries(connection, *request));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* Service::VerifyJournal(grpc::CallbackServerContext* context,
                                                 const journal::v1::VerifyJournalRequest* request,
                                                 journal::v1::VerifyJournalResponse* reply) {
  return parts_.endpoint.Read(
      context, "VerifyJournal", *request,
      [request, reply](db::Connection& connection, const rpc::Call&) -> absl::Status {
        const Store store;
        ASSIGN_OR_RETURN(*reply, change::Verify(connection, store.tables(), *request));
        return absl::OkStatus();
      });
}

}  // namespace unioncare::identity
