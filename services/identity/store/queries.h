#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/change/caller.h"
#include "common/db/connection.h"
#include "services/identity/store/store.h"

// Reads outside the write path, each inside the caller's scope; run them in a snapshot.
namespace unioncare::identity {

template <class Row>
struct Versioned {
  Row row;
  int64_t version = 0;
};
using OrganizationView = Versioned<OrganizationRow>;

// An account with what is private of its person.
struct AccountView {
  Versioned<AccountRow> account;
  PersonRow person;
  DataKeyRow data_key;
};

// Who signs in with a login.
struct LoginView {
  LoginRow login;
  AccountView view;
  OrganizationRow organization;
};

// NOT_FOUND when it is absent or outside the scope.
absl::StatusOr<OrganizationView> FindOrganization(db::Connection& connection,
                                                  const change::Caller& caller, int64_t id);
// Those after id `after`, by id, at most `limit`; with `parent`, only directly below it.
absl::StatusOr<std::vector<OrganizationView>> ListOrganizations(db::Connection& connection,
                                                                const change::Caller& caller,
                                                                std::optional<int64_t> parent,
                                                                int64_t after, int64_t limit);

// Likewise.
absl::StatusOr<AccountView> FindAccount(db::Connection& connection, const change::Caller& caller,
                                        int64_t id);
absl::StatusOr<std::vector<AccountView>> ListAccounts(db::Connection& connection,
                                                      const change::Caller& caller, int64_t after,
                                                      int64_t limit);

// nullopt: nobody has this login.
absl::StatusOr<std::optional<LoginView>> FindLogin(db::Connection& connection,
                                                   const db::Bytes& login);

absl::StatusOr<bool> HasAccounts(db::Connection& connection);

}  // namespace unioncare::identity
