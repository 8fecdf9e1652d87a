#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/keys.h"
#include "services/identity/store/store.h"

// What stands for people and what hides them: pseudonyms, blind indexes, sealed fields. Immutable,
// thread-safe.
namespace unioncare::identity {

struct PersonalData {
  std::string name;
  std::string id_number;  // normalised; empty for staff
  std::string mobile;     // empty for staff
};

// The two rows of a person; `person.account_id` is still 0.
struct SealedPerson {
  PersonRow person;
  DataKeyRow data_key;
};

class Vault {
 public:
  Vault(const crypto::Key& person_key, const crypto::Key& blind_index, crypto::KeyRing wrapping)
      : person_key_(person_key), blind_index_(blind_index), wrapping_(std::move(wrapping)) {}

  db::Bytes LoginIndex(std::string_view login) const;

  // Under a new data key; a worker's pseudonym comes from the number, that of staff is random.
  SealedPerson Seal(const PersonalData& data) const;
  // SEAL_BROKEN as crypto::Open says.
  absl::StatusOr<PersonalData> Open(const PersonRow& person, const DataKeyRow& data_key) const;

 private:
  const crypto::Key person_key_;
  const crypto::Key blind_index_;
  const crypto::KeyRing wrapping_;
};

}  // namespace unioncare::identity
