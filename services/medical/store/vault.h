#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/keys.h"
#include "common/crypto/person_key.h"
#include "common/crypto/seal.h"
#include "common/db/sql.h"
#include "services/medical/store/store.h"

// Where identifiers become pseudonyms and sealed bytes; nothing else in medical touches a key.
namespace unioncare::medical {

class Vault {
 public:
  Vault(crypto::Key person_key, crypto::KeyRing wrapping)
      : person_key_(person_key), wrapping_(std::move(wrapping)) {}

  db::Bytes PersonKey(std::string_view id_number) const {
    return {crypto::PersonKey(person_key_, id_number)};
  }

  // Saves the person unless it is there; adds the name and mobile that a roster knows and a
  // settlement did not.
  struct Known {
    std::string id_number;
    std::string name;
    std::string mobile;
  };
  absl::Status SavePerson(store::Store& store, const db::Bytes& person_key, const Known& known,
                          base::Instant now) const;

  // Seals something private of a saved person; `what` names the column it goes to.
  absl::StatusOr<db::Bytes> Seal(const store::Store& store, const db::Bytes& person_key,
                                 std::string_view what, std::string_view text) const;

 private:
  const crypto::Key person_key_;
  const crypto::KeyRing wrapping_;
};

}  // namespace unioncare::medical
