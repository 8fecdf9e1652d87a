#include "services/medical/store/vault.h"

#include "common/codes/mask.h"
#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::medical {

absl::Status Vault::SavePerson(store::Store& store, const db::Bytes& person_key, const Known& known,
                               base::Instant now) const {
  const store::PersonRow* stored = store.persons.Find(person_key);
  const bool adds_name = stored != nullptr && stored->masked_name.empty() && !known.name.empty();
  if (stored != nullptr && !adds_name) return absl::OkStatus();
  store::PersonRow person;
  if (stored == nullptr) {
    store.person_secrets.Save(
        {person_key, {crypto::WrapDataKey(wrapping_, crypto::RandomKey(), person_key.value)}},
        "CREATED");
    person.person_key = person_key;
    person.masked_id_number = codes::MaskIdNumber(known.id_number);
    person.created_at = now;
    ASSIGN_OR_RETURN(person.id_number, Seal(store, person_key, "id_number", known.id_number));
  } else {
    person = *stored;
  }
  if (!known.name.empty()) {
    person.masked_name = codes::MaskName(known.name);
    ASSIGN_OR_RETURN(person.name, Seal(store, person_key, "name", known.name));
    ASSIGN_OR_RETURN(person.mobile, Seal(store, person_key, "mobile", known.mobile));
  }
  store.persons.Save(std::move(person), stored == nullptr ? "CREATED" : "NAMED");
  return absl::OkStatus();
}

absl::StatusOr<db::Bytes> Vault::Seal(const store::Store& store, const db::Bytes& person_key,
                                      std::string_view what, std::string_view text) const {
  if (text.empty()) return db::Bytes{};
  const store::PersonSecretRow* secret = store.person_secrets.Find(person_key);
  if (secret == nullptr) return status::Refuse(status::kInternal);
  ASSIGN_OR_RETURN(const crypto::Key key,
                   crypto::UnwrapDataKey(wrapping_, secret->wrapped_key.value, person_key.value));
  return db::Bytes{crypto::Seal(key, text, person_key.value + std::string(what))};
}

}  // namespace unioncare::medical
