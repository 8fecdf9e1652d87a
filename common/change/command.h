#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/date.h"
#include "common/base/id.h"
#include "common/base/instant.h"
#include "common/change/caller.h"
#include "common/change/unit_of_work.h"
#include "google/protobuf/message.h"
#include "unioncare/journal/v1/journal.pb.h"

// A command: one verb asked by one caller. It says what it needs, decides purely, and leaves what
// to store in the tables; the pipeline does the rest.
//
//   class SubmitRoster : public change::Command<Store, v1::Roster> {
//     void Need(Store& store) const override { store.rosters.Want(id_); }
//     std::optional<RowScope> Subject(const Store& store) const override { … }
//     absl::StatusOr<v1::Roster> Decide(Store& store, const Moment& moment) const override { … }
//   };
namespace unioncare::change {

// Who asks what, as the pipeline stores and compares it.
struct Request {
  journal::v1::Origin origin = journal::v1::ORIGIN_CLIENT;
  base::Uuid id{};
  Caller caller;
  std::string method;     // full name, such as "unioncare.medical.v1.MedicalService/SubmitRoster"
  std::string body_hash;  // keyed SHA-256 over the parsed request without its request_id
  std::string redacted;   // the request without its private fields, for the journal
  std::string trace_id;
  // An expired command is dropped before it is decided; absent: it never expires.
  std::optional<std::chrono::steady_clock::time_point> deadline;
};

// What a decision may know besides rows and request. Read once a batch, after the head's lock; it
// never goes back.
struct Moment {
  base::Instant security;  // real time
  base::Instant business;  // real time plus the city's offset
  base::Date today;        // business date in the city's zone
  const Caller* caller = nullptr;
  base::IdSource* ids = nullptr;

  int64_t NewId() const { return ids->Next(); }
};

class AnyCommand {
 public:
  explicit AnyCommand(Request request) : request_(std::move(request)) {}
  virtual ~AnyCommand() = default;

  const Request& request() const { return request_; }
  // A chunk of a bulk is a batch alone.
  virtual bool Alone() const { return false; }

  virtual void NeedFrom(UnitOfWork& work) const = 0;
  virtual std::optional<RowScope> SubjectIn(const UnitOfWork& work) const = 0;
  // The reply's bytes, as they are stored and sent.
  virtual absl::StatusOr<std::string> DecideIn(UnitOfWork& work, const Moment& moment) const = 0;

 private:
  Request request_;
};

template <class Store, class Reply>
class Command : public AnyCommand {
 public:
  using AnyCommand::AnyCommand;

  // Names the rows to lock and the parents whose children to load. Called again after each round
  // of locking, until it asks for nothing new: later rounds see what the earlier ones locked.
  virtual void Need(Store& store) const = 0;
  // Whose row it is, from the locked row; nullopt: there is no such row. Checked against the
  // caller before Decide; either way the answer is NOT_FOUND.
  virtual std::optional<RowScope> Subject(const Store& store) const = 0;
  // Pure: rows, request and moment in; rows to store and the reply, or a refusal, out. A refusal
  // undoes what it saved.
  virtual absl::StatusOr<Reply> Decide(Store& store, const Moment& moment) const = 0;

  void NeedFrom(UnitOfWork& work) const final { Need(static_cast<Store&>(work)); }
  std::optional<RowScope> SubjectIn(const UnitOfWork& work) const final {
    return Subject(static_cast<const Store&>(work));
  }
  absl::StatusOr<std::string> DecideIn(UnitOfWork& work, const Moment& moment) const final {
    absl::StatusOr<Reply> reply = Decide(static_cast<Store&>(work), moment);
    if (!reply.ok()) return reply.status();
    return reply->SerializeAsString();
  }
};

}  // namespace unioncare::change
