#include "services/identity/store/vault.h"

#include "common/crypto/digest.h"
#include "common/crypto/person_key.h"
#include "common/crypto/seal.h"
#include "common/status/status.h"

namespace unioncare::identity {
namespace {

// Where a sealed value belongs: it opens nowhere else.
std::string Place(std::string_view column, const db::Bytes& person_key) {
  return std::string(column) + ":" + person_key.value;
}

constexpr std::string_view kWrappedKey = "data_key.wrapped";
constexpr std::string_view kName = "person.name";
constexpr std::string_view kIdNumber = "person.id_number";
constexpr std::string_view kMobile = "person.mobile";

}  // namespace

db::Bytes Vault::LoginIndex(std::string_view login) const {
  return {crypto::BlindIndex(blind_index_, "login", login)};
}

SealedPerson Vault::Seal(const PersonalData& data) const {
  const crypto::Key key = crypto::RandomKey();
  const db::Bytes pseudonym{data.id_number.empty()
                                ? std::string(1, kStaffKeyVersion) +
                                      crypto::Random(crypto::kPersonKeySize - 1)
                                : crypto::PersonKey(person_key_, data.id_number)};
  const auto seal = [&](std::string_view column, const std::string& text) {
    return db::Bytes{crypto::Seal(key, text, Place(column, pseudonym))};
  };
  SealedPerson sealed;
  sealed.person = {.person_key = pseudonym,
                   .name = seal(kName, data.name),
                   .id_number = seal(kIdNumber, data.id_number),
                   .mobile = seal(kMobile, data.mobile)};
  sealed.data_key = {
      .person_key = pseudonym,
      .wrapped = {crypto::WrapDataKey(wrapping_, key, Place(kWrappedKey, pseudonym))}};
  return sealed;
}

absl::StatusOr<PersonalData> Vault::Open(const PersonRow& person,
                                         const DataKeyRow& data_key) const {
  ASSIGN_OR_RETURN(const crypto::Key key,
                   crypto::UnwrapDataKey(wrapping_, data_key.wrapped.value,
                                         Place(kWrappedKey, data_key.person_key)));
  const auto open = [&](std::string_view column, const db::Bytes& sealed) {
    return crypto::Open(key, sealed.value, Place(column, person.person_key));
  };
  PersonalData data;
  ASSIGN_OR_RETURN(data.name, open(kName, person.name));
  ASSIGN_OR_RETURN(data.id_number, open(kIdNumber, person.id_number));
  ASSIGN_OR_RETURN(data.mobile, open(kMobile, person.mobile));
  return data;
}

}  // namespace unioncare::identity
