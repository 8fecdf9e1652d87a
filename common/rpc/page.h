#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/crypto/digest.h"
#include "common/crypto/keys.h"
#include "google/protobuf/message.h"

// Keyset pages. A page token holds the position after which the next page starts; it is
// authenticated, and bound to the caller and to the request's filters, so that it is good for
// nothing else. Anything else than what was given out is INVALID_PAGE_TOKEN.
//
//   ASSIGN_OR_RETURN(const rpc::Page page, pager.Read(request, call.caller().account));
//   … WHERE id > page.after … LIMIT page.size + 1
//   reply.set_next_page_token(pager.Next(request, account, last_id));
namespace unioncare::rpc {

struct Page {
  int64_t size = 50;
  std::string after;  // empty: from the start
};

class Pager {
 public:
  explicit Pager(const crypto::Key& key) : key_(key) {}

  // `request` has page_size and page_token; every other field is a filter.
  absl::StatusOr<Page> Read(const google::protobuf::Message& request,
                            const std::string& account) const;
  std::string Next(const google::protobuf::Message& request, const std::string& account,
                   const std::string& position) const;

 private:
  std::string Mac(const google::protobuf::Message& request, const std::string& account,
                  const std::string& position) const;

  const crypto::Key key_;
};

}  // namespace unioncare::rpc
