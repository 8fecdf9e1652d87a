#include "common/rpc/page.h"

#include <memory>

#include "common/base/bytes.h"
#include "common/db/row.h"
#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::rpc {
namespace {

constexpr size_t kMacBytes = 16;
constexpr int kDefaultSize = 50;

}  // namespace

absl::StatusOr<Page> Pager::Read(const google::protobuf::Message& request,
                                 const std::string& account) const {
  const auto& type = *request.GetDescriptor();
  const auto& reflection = *request.GetReflection();
  Page page;
  page.size = reflection.GetInt32(request, type.FindFieldByName("page_size"));
  if (page.size == 0) page.size = kDefaultSize;
  const std::string token = reflection.GetString(request, type.FindFieldByName("page_token"));
  if (token.empty()) return page;
  const auto bytes = base::Base64UrlDecode(token);
  if (!bytes || bytes->size() < kMacBytes) return status::Refuse(status::kInvalidPageToken);
  page.after = bytes->substr(kMacBytes);
  if (!crypto::ConstantTimeEqual(Mac(request, account, page.after), bytes->substr(0, kMacBytes))) {
    return status::Refuse(status::kInvalidPageToken);
  }
  return page;
}

std::string Pager::Next(const google::protobuf::Message& request, const std::string& account,
                        const std::string& position) const {
  return base::Base64UrlEncode(Mac(request, account, position) + position);
}

std::string Pager::Mac(const google::protobuf::Message& request, const std::string& account,
                       const std::string& position) const {
  const std::unique_ptr<google::protobuf::Message> filters(request.New());
  filters->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    filters->GetReflection()->ClearField(filters.get(),
                                         filters->GetDescriptor()->FindFieldByName(name));
  }
  // With lengths, so that nothing of one part can be taken for another.
  db::Canonical parts;
  parts.Add(request.GetDescriptor()->full_name());
  parts.Add(account);
  parts.Add(filters->SerializeAsString());
  parts.Add(position);
  const crypto::Digest mac = crypto::HmacSha256(crypto::Bytes(key_), parts.bytes());
  return std::string(crypto::Bytes(mac).substr(0, kMacBytes));
}

}  // namespace unioncare::rpc
