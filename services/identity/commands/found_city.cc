#include "services/identity/commands/found_city.h"

#include "common/crypto/digest.h"
#include "services/identity/commands/convert.h"
#include "services/identity/commands/reasons.h"

namespace unioncare::identity {
namespace {

// Of request ids that identity derives.
constexpr base::Uuid kNameSpace = {0x6b, 0x1d, 0x0c, 0x52, 0x0f, 0x5e, 0x4c, 0x3a,
                                   0x9a, 0x77, 0x3e, 0x57, 0x60, 0x28, 0xd1, 0x44};

change::Request RequestOf(const std::string& city) {
  change::Request request;
  request.origin = journal::v1::ORIGIN_CHUNK;
  request.id = crypto::UuidV5(kNameSpace, "found-city/" + city);
  request.caller = {.account = "unioncare-identity", .roles = {}, .reach = change::Reach::kSystem};
  request.method = "found_city";
  request.body_hash = crypto::Bytes(crypto::Sha256(city));
  return request;
}

}  // namespace

FoundCity::FoundCity(std::string city, std::string title, std::vector<Administrator> administrators)
    : Command(RequestOf(city)),
      city_(std::move(city)),
      title_(std::move(title)),
      administrators_(std::move(administrators)) {}

void FoundCity::Need(Store& store) const {
  for (const Administrator& administrator : administrators_) {
    WantAnchors(store, administrator.draft);
  }
}

std::optional<change::RowScope> FoundCity::Subject(const Store&) const {
  return change::RowScope{};
}

absl::StatusOr<v1::Organization> FoundCity::Decide(Store& store,
                                                   const change::Moment& moment) const {
  const OrganizationRow city{.id = moment.NewId(),
                             .kind = static_cast<int32_t>(OrganizationKind::kCity),
                             .division_code = city_,
                             .title = title_,
                             .created_at = moment.business};
  store.organizations.Save(city, "FOUNDED");
  for (const Administrator& administrator : administrators_) {
    RETURN_IF_ERROR(
        SaveAccount(store, administrator.draft, city, Bit(administrator.role), moment).status());
  }
  return ToProto(city, 1);
}

}  // namespace unioncare::identity
