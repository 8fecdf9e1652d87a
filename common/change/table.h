#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "common/change/effect.h"
#include "common/db/connection.h"
#include "common/db/row.h"
#include "common/status/status.h"
#include "unioncare/journal/v1/journal.pb.h"

// The rows of one batch, table by table: what was locked, what was decided, what is to be stored.
// A service's store is a struct of Tables that derives from UnitOfWork (unit_of_work.h).
namespace unioncare::change {

// Every stored aggregate carries these three columns after its own: its version, and the journal
// entry and effect that left it as it is.
struct Stored {
  int64_t version = 0;
  int64_t effect_sequence = 0;
  int32_t effect_index = 0;
};

// A row as the journal sees it.
struct StoredDigest {
  Stored stored;
  std::string digest;
};

// What a table needs of the unit of work and the verifier, whatever its row.
class AnyTable {
 public:
  virtual ~AnyTable() = default;
  virtual std::string_view name() const = 0;
  // Whether there is anything to store.
  virtual bool IsDirty() const = 0;
  // Asks for what is wanted, and takes the answers from the front.
  virtual void Ask(db::Script& script) = 0;
  virtual void TakeAnswers(std::deque<db::Rows>& answers) = 0;
  virtual void BeginCommand() = 0;
  virtual void UndoCommand() = 0;
  // Appends an effect for each row the command left, and points the rows at them.
  virtual void SealCommand(int64_t sequence, journal::v1::Entry& entry) = 0;
  virtual void Flush(db::Script& script) const = 0;
  virtual void Clear() = 0;
  // By canonical key; absent rows are absent from the result.
  virtual absl::StatusOr<std::map<std::string, StoredDigest>> Digests(
      db::Connection& connection, const std::vector<std::string>& keys) const = 0;
};

inline constexpr size_t kRowsPerStatement = 1000;

// A Row (common/db/row.h) may also say
//   using Parent = …; static constexpr db::Literal kParentColumn; const Parent& ParentKey() const
//       children are loaded by it, under their parent's lock;
//   EffectFacts Facts() const
//       resource name, person, amount and year, for the journal
//   static constexpr bool kImmutable = true
//       once stored it never changes: it is read without a lock and stays cached between batches
template <class Row>
class Table : public AnyTable {
 public:
  using Key = std::remove_cvref_t<decltype(std::declval<Row>().Key())>;
  static constexpr bool kHasParent = requires { Row::kParentColumn; };
  static constexpr bool kImmutable = requires { Row::kImmutable; };

  std::string_view name() const override { return Row::kTable.text(); }

  // --- asking, in Command::Need

  // Locks the row with this key, if there is one. Asking again costs nothing.
  void Want(const Key& key) {
    if (!slots_.contains(key)) wanted_.insert(key);
  }
  // Loads every row that hangs on this parent, whose own row the command has locked.
  template <class Parent>
  void WantChildrenOf(const Parent& parent) {
    if (!loaded_parents_.contains(parent)) wanted_parents_.insert(parent);
  }

  // --- looking

  const Row* Find(const Key& key) const {
    const auto slot = slots_.find(key);
    return slot != slots_.end() && slot->second.row ? &*slot->second.row : nullptr;
  }
  // In the order of their keys, which is the order of creation where keys are ids.
  template <class Parent>
  std::vector<const Row*> ChildrenOf(const Parent& parent) const {
    std::vector<const Row*> rows;
    if (const auto keys = children_.find(parent); keys != children_.end()) {
      for (const Key& key : keys->second) rows.push_back(Find(key));
    }
    return rows;
  }
  int64_t VersionOf(const Key& key) const { return slots_.at(key).stored.version; }

  // --- deciding

  // Creates the row or replaces the one with its key; the row must have been wanted, or be new by
  // its id. `verb` says what happened, for the journal.
  void Save(Row row, std::string_view verb) {
    const Key key = row.Key();
    Slot& slot = slots_[key];
    if (!touched_.contains(key)) touched_.emplace(key, Touch{slot, {}});
    touched_.at(key).verb = verb;
    if constexpr (kHasParent) children_[row.ParentKey()].insert(key);
    slot.row = std::move(row);
    slot.dirty = true;
  }

  // --- for the pipeline

  bool IsDirty() const override {
    return std::ranges::any_of(slots_, [](const auto& entry) { return entry.second.dirty; });
  }

  void Ask(db::Script& script) override {
    ForEachList(wanted_, [&](const std::vector<Key>& keys) {
      db::Sql sql = SelectFrom();
      sql << " WHERE " << KeyColumn() << " IN ";
      sql.List(keys);
      if (!kImmutable) sql << " ORDER BY " << KeyColumn() << " FOR UPDATE";
      script.Add(sql);
      ++asked_;
    });
    if constexpr (kHasParent) {
      ForEachList(wanted_parents_, [&](const auto& parents) {
        db::Sql sql = SelectFrom();
        sql << " WHERE " << Row::kParentColumn << " IN ";
        sql.List(parents);
        script.Add(sql);
        ++asked_;
      });
    }
  }

  void TakeAnswers(std::deque<db::Rows>& answers) override {
    for (; asked_ > 0; --asked_) {
      Load(answers.front());
      answers.pop_front();
    }
    for (const Key& key : wanted_) slots_.try_emplace(key);
    wanted_.clear();
    loaded_parents_.merge(wanted_parents_);
    wanted_parents_.clear();
  }

  void BeginCommand() override { touched_.clear(); }

  void UndoCommand() override {
    for (auto& [key, touch] : touched_) {
      Slot& slot = slots_.at(key);
      if constexpr (kHasParent) {
        if (!touch.before.row) children_.at(slot.row->ParentKey()).erase(key);
      }
      slot = std::move(touch.before);
    }
    touched_.clear();
  }

  void SealCommand(int64_t sequence, journal::v1::Entry& entry) override {
    for (const auto& [key, touch] : touched_) {
      Slot& slot = slots_.at(key);
      slot.stored = {slot.stored.version + 1, sequence, entry.effects_size()};
      journal::v1::Effect& effect = *entry.add_effects();
      effect.set_table(std::string(name()));
      db::Canonical canonical;
      canonical.Add(key);
      effect.set_key(canonical.bytes());
      effect.set_verb(std::string(touch.verb));
      effect.set_version(slot.stored.version);
      effect.set_digest(db::RowDigest(*slot.row, slot.stored.version));
      if constexpr (requires { slot.row->Facts(); }) SetFacts(slot.row->Facts(), effect);
    }
    touched_.clear();
  }

  void Flush(db::Script& script) const override {
    std::vector<const Slot*> fresh;
    std::vector<const Slot*> changed;
    for (const auto& [key, slot] : slots_) {
      if (slot.dirty) (slot.in_database ? changed : fresh).push_back(&slot);
    }
    Write(script, fresh, /*replace=*/false);
    Write(script, changed, /*replace=*/true);
  }

  void Clear() override {
    std::erase_if(slots_,
                  [](const auto& entry) { return !kImmutable || !entry.second.in_database; });
    wanted_.clear();
    wanted_parents_.clear();
    loaded_parents_.clear();
    children_.clear();
    touched_.clear();
    asked_ = 0;
  }

  absl::StatusOr<std::map<std::string, StoredDigest>> Digests(
      db::Connection& connection, const std::vector<std::string>& canonical_keys) const override {
    std::vector<Key> keys;
    for (const std::string& bytes : canonical_keys) keys.push_back(DecodeKey(bytes));
    std::map<std::string, StoredDigest> digests;
    absl::Status status;
    ForEachList(keys, [&](const std::vector<Key>& list) {
      if (status.ok()) status = ReadDigests(connection, list, digests);
    });
    RETURN_IF_ERROR(status);
    return digests;
  }

 private:
  struct Slot {
    std::optional<Row> row;  // absent: asked for, and not there
    Stored stored;
    bool in_database = false;
    bool dirty = false;
  };
  struct Touch {
    Slot before;
    std::string_view verb;
  };
  struct NoParent {
    friend auto operator<=>(const NoParent&, const NoParent&) = default;
  };
  template <class R, bool>
  struct ParentOf {
    using Type = NoParent;
  };
  template <class R>
  struct ParentOf<R, true> {
    using Type = typename R::Parent;
  };
  using ParentKey = typename ParentOf<Row, kHasParent>::Type;

  static void SetFacts(EffectFacts facts, journal::v1::Effect& effect) {
    effect.set_resource(std::move(facts.resource));
    effect.set_person_key(std::move(facts.person_key));
    effect.set_amount_fen(facts.amount_fen);
    effect.set_year(facts.year);
    effect.set_own_burden_fen(facts.own_burden_fen);
  }

  static db::Literal KeyColumn() {
    std::optional<db::Literal> first;
    Row row;
    Row::Columns(row, [&](db::Literal column, auto&) {
      if (!first) first = column;
    });
    return *first;
  }

  static absl::Status ReadDigests(db::Connection& connection, const std::vector<Key>& keys,
                                  std::map<std::string, StoredDigest>& digests) {
    db::Sql sql = SelectFrom();
    sql << " WHERE " << KeyColumn() << " IN ";
    sql.List(keys);
    ASSIGN_OR_RETURN(db::Rows rows, connection.Query(sql));
    while (rows.Next()) {
      const auto [row, stored] = ReadStored(rows);
      db::Canonical canonical;
      canonical.Add(row.Key());
      digests[canonical.bytes()] = {stored, db::RowDigest(row, stored.version)};
    }
    return absl::OkStatus();
  }

  static db::Sql SelectFrom() {
    db::Sql sql("SELECT ");
    db::AppendColumnNames<Row>(sql);
    sql << ",version,effect_sequence,effect_index FROM " << Row::kTable;
    return sql;
  }

  static std::pair<Row, Stored> ReadStored(db::Rows& rows) {
    int column = 0;
    Row row = db::ReadRow<Row>(rows, 1, &column);
    return {std::move(row), Stored{rows.Get<int64_t>(column), rows.Get<int64_t>(column + 1),
                                   rows.Get<int32_t>(column + 2)}};
  }

  void Load(db::Rows& rows) {
    while (rows.Next()) {
      auto [row, stored] = ReadStored(rows);
      const Key key = row.Key();
      if constexpr (kHasParent) children_[row.ParentKey()].insert(key);
      Slot& slot = slots_[key];
      if (!slot.row) slot = Slot{std::move(row), stored, /*in_database=*/true, /*dirty=*/false};
    }
  }

  template <class Range, class Body>
  static void ForEachList(const Range& values, Body body) {
    std::vector<std::remove_cvref_t<decltype(*values.begin())>> list;
    for (auto at = values.begin(); at != values.end();) {
      list.clear();
      for (; at != values.end() && list.size() < kRowsPerStatement; ++at) list.push_back(*at);
      body(list);
    }
  }

  // New rows by plain INSERT, so that a unique key speaks up; found ones, whose locks we hold, by
  // INSERT ... ON DUPLICATE KEY UPDATE, which changes many rows in one statement.
  static void Write(db::Script& script, const std::vector<const Slot*>& slots, bool replace) {
    ForEachList(slots, [&](const std::vector<const Slot*>& list) {
      db::Sql sql("INSERT INTO ");
      sql << Row::kTable << " (";
      db::AppendColumnNames<Row>(sql);
      sql << ",version,effect_sequence,effect_index) VALUES ";
      bool first = true;
      for (const Slot* slot : list) {
        first ? sql << "(" : sql << ",(";
        first = false;
        db::AppendValues(sql, *slot->row);
        sql << "," << slot->stored.version << "," << slot->stored.effect_sequence << ","
            << slot->stored.effect_index << ")";
      }
      if (replace) AppendReplacement(sql);
      script.Add(sql);
    });
  }

  static void AppendReplacement(db::Sql& sql) {
    sql << " ON DUPLICATE KEY UPDATE version=VALUES(version),"
           "effect_sequence=VALUES(effect_sequence),effect_index=VALUES(effect_index)";
    Row row;
    bool is_key = true;
    Row::Columns(row, [&](db::Literal column, auto&) {
      if (!is_key) sql << "," << column << "=VALUES(" << column << ")";
      is_key = false;
    });
  }

  // The inverse of Canonical::Add for the types that keys have.
  static Key DecodeKey(std::string_view bytes) {
    if constexpr (std::is_same_v<Key, int64_t>) {
      int64_t key = 0;
      for (const unsigned char byte : bytes.substr(1)) key = (key << 8) | byte;
      return key;
    } else {
      // 's', 'i', eight bytes of length
      return Key{std::string(bytes.substr(std::min<size_t>(10, bytes.size())))};
    }
  }

  std::map<Key, Slot> slots_;
  std::set<Key> wanted_;
  std::set<ParentKey> wanted_parents_;
  std::set<ParentKey> loaded_parents_;
  std::map<ParentKey, std::set<Key>> children_;
  size_t asked_ = 0;  // statements whose answers are not taken yet
  std::map<Key, Touch> touched_;
};

}  // namespace unioncare::change
