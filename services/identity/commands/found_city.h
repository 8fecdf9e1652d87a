#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/change/command.h"
#include "services/identity/commands/creation.h"
#include "services/identity/store/store.h"
#include "unioncare/identity/v1/organization.pb.h"

namespace unioncare::identity {

// Makes the root of the union tree and its first administrators, so that somebody can sign in: the
// one command without a caller, issued by --migrate in a schema without accounts. Its request_id
// derives from the city, so that it happens once.
class FoundCity : public change::Command<Store, v1::Organization> {
 public:
  struct Administrator {
    AccountDraft draft;
    Role role;
  };

  FoundCity(std::string city, std::string title, std::vector<Administrator> administrators);

  void Need(Store& store) const override;
  std::optional<change::RowScope> Subject(const Store& store) const override;
  absl::StatusOr<v1::Organization> Decide(Store& store,
                                          const change::Moment& moment) const override;

 private:
  const std::string city_;
  const std::string title_;
  const std::vector<Administrator> administrators_;
};

}  // namespace unioncare::identity
