#pragma once

#include <deque>
#include <vector>

#include "common/change/table.h"

// The tables of a service's store, in the order in which they are locked:
//
//   struct Store : change::UnitOfWork {
//     change::Table<PlanRow> plans;
//     change::Table<RosterRow> rosters;
//     Store() : UnitOfWork({&plans, &rosters}) {}
//   };
namespace unioncare::change {

class UnitOfWork {
 public:
  explicit UnitOfWork(std::vector<AnyTable*> tables) : tables_(std::move(tables)) {}
  virtual ~UnitOfWork() = default;
  UnitOfWork(const UnitOfWork&) = delete;
  UnitOfWork& operator=(const UnitOfWork&) = delete;

  const std::vector<AnyTable*>& tables() const { return tables_; }

  // Asks for what is wanted, and takes the answers from the front.
  void Ask(db::Script& script) {
    for (AnyTable* table : tables_) table->Ask(script);
  }
  void TakeAnswers(std::deque<db::Rows>& answers) {
    for (AnyTable* table : tables_) table->TakeAnswers(answers);
  }
  void BeginCommand() {
    for (AnyTable* table : tables_) table->BeginCommand();
  }
  void UndoCommand() {
    for (AnyTable* table : tables_) table->UndoCommand();
  }
  void SealCommand(int64_t sequence, journal::v1::Entry& entry) {
    for (AnyTable* table : tables_) table->SealCommand(sequence, entry);
  }
  void Flush(db::Script& script) const {
    for (const AnyTable* table : tables_) table->Flush(script);
  }
  bool IsDirty(std::string_view name) const {
    for (const AnyTable* table : tables_) {
      if (table->name() == name) return table->IsDirty();
    }
    return false;
  }
  void Clear() {
    for (AnyTable* table : tables_) table->Clear();
  }

 private:
  std::vector<AnyTable*> tables_;
};

}  // namespace unioncare::change
