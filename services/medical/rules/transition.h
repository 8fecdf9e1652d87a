#pragma once

#include <optional>
#include <string_view>
#include <vector>

// The one form of our state machines: a table of what leads where.
namespace unioncare::medical {

enum class Actor { kPerson, kSystem };

template <typename State, typename Verb>
struct Transition {
  State from;
  Verb verb;
  State to;
  Actor actor;
};

// Where the verb leads, or nullopt when the table does not know the pair.
template <typename Table, typename State, typename Verb>
std::optional<State> FindAfter(const Table& table, State state, Verb verb) {
  for (const auto& row : table) {
    if (row.from == state && row.verb == verb) return row.to;
  }
  return std::nullopt;
}

// What a person may do in a state, by name and in the table's order.
template <typename Table, typename State>
std::vector<std::string_view> PersonVerbs(const Table& table, State state) {
  std::vector<std::string_view> names;
  for (const auto& row : table) {
    if (row.from == state && row.actor == Actor::kPerson) names.push_back(Name(row.verb));
  }
  return names;
}

}  // namespace unioncare::medical
