#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/change/command.h"
#include "common/db/connection.h"

// What was answered under which request_id. The id alone is the key; caller, method and body are
// compared, and any mismatch is REQUEST_ID_REUSED, which says nothing about the original.
namespace unioncare::change {

class Requests {
 public:
  // Asks what is stored, and reads the answer; behind the head's lock, which nobody else can hold.
  static db::Sql LookUp(const std::vector<base::Uuid>& ids);
  void Read(db::Rows& rows);

  // The stored answer, or the one given earlier in this batch; nullopt for a new request.
  std::optional<absl::StatusOr<std::string>> Replay(const Request& request) const;

  // Keeps replies and refusals; drops what was no decision (UNAVAILABLE, INTERNAL and the like) and
  // refusals of chunks, which are tried again under the same id.
  void Remember(const Request& request, const absl::StatusOr<std::string>& answer,
                base::Instant now);

  bool empty() const { return fresh_.empty(); }
  void Flush(db::Script& script) const;

 private:
  struct Answered {
    std::string caller;
    std::string method;
    std::string body_hash;
    absl::StatusOr<std::string> answer;
  };
  struct Fresh {
    base::Uuid id;
    int origin;
    base::Instant expires;
  };

  std::map<base::Uuid, Answered> answered_;
  std::vector<Fresh> fresh_;
};

}  // namespace unioncare::change
