#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "common/change/command.h"
#include "common/change/job.h"
#include "google/protobuf/empty.pb.h"
#include "services/medical/store/store.h"

namespace unioncare::medical {

inline constexpr std::string_view kMakeEffectiveJob = "make_effective";
inline constexpr int kEnrolmentsPerChunk = 500;

// A chunk of the job that makes a paid roster's enrolments. Each person is decided under their
// lock: of several shares of one plan version the one paid first counts, then the one of the older
// roster, whichever is made effective first (M13, M14); the others are void and to be refunded.
// The person's settlements are then decided anew.
class MakeEffective : public change::Command<store::Store, google::protobuf::Empty> {
 public:
  // `members` are the roster's next ones in the order of their rows; none: the roster is done.
  MakeEffective(const change::JobRow& job, std::vector<store::RosterMemberRow> members);

  // Reads the next members of the job's roster.
  static absl::StatusOr<std::unique_ptr<change::AnyCommand>> Next(db::Connection& connection,
                                                                  const change::JobRow& job);

  bool Alone() const override { return true; }
  void Need(store::Store& store) const override;
  std::optional<change::RowScope> Subject(const store::Store& store) const override;
  absl::StatusOr<google::protobuf::Empty> Decide(store::Store& store,
                                                 const change::Moment& moment) const override;

 private:
  void Enroll(store::Store& store, store::RosterRow& roster, const db::Bytes& person,
              const change::Moment& moment) const;

  const int64_t job_;
  const int64_t roster_;
  const std::vector<store::RosterMemberRow> members_;
  std::vector<db::Bytes> persons_;
};

}  // namespace unioncare::medical
