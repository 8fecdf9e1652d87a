#include "common/csv/header.h"

#include <algorithm>
#include <set>

#include "common/base/utf8.h"
#include "common/csv/cells.h"

namespace unioncare::csv {
namespace {

constexpr size_t kHeaderRows = 10;
constexpr size_t kTellingFields = 2;

using Synonyms = std::multimap<std::string, const Column*>;

Synonyms BySynonym(std::span<const Column> columns) {
  std::set<std::pair<std::string, const Column*>> unique;
  for (const Column& column : columns) {
    for (std::string_view synonym : column.synonyms) {
      unique.emplace(NormalizeHeader(synonym), &column);
    }
  }
  return Synonyms(unique.begin(), unique.end());
}

size_t RequiredFieldsIn(const Record& record, const Synonyms& synonyms) {
  std::set<std::string_view> found;
  for (const std::string& cell : record.cells) {
    const auto [first, last] = synonyms.equal_range(NormalizeHeader(cell));
    for (auto it = first; it != last; ++it) {
      if (it->second->required) found.insert(it->second->field);
    }
  }
  return found.size();
}

void Remove(std::u32string* text, std::u32string_view part) {
  for (size_t at; (at = text->find(part)) != std::u32string::npos;) text->erase(at, part.size());
}

void MatchCells(const Record& record, const Synonyms& synonyms, HeaderMatch* match) {
  std::map<std::string, std::string, std::less<>> written;  // field -> its header
  std::set<std::string> ambiguous;
  for (size_t i = 0; i < record.cells.size(); ++i) {
    std::string note;
    const std::string header = NormalizeHeader(record.cells[i], &note);
    const auto [first, last] = synonyms.equal_range(header);
    if (first == last) {
      if (!header.empty()) match->unknown.push_back(record.cells[i]);
      continue;
    }
    const std::string field(first->second->field);
    if (std::next(first) != last) ambiguous.insert(record.cells[i]);
    if (!match->columns.emplace(field, i).second) {
      ambiguous.insert({written[field], record.cells[i]});
    }
    written.emplace(field, record.cells[i]);
    if (!note.empty()) match->notes.emplace(field, note);
  }
  if (ambiguous.empty()) return;
  match->fault = HeaderFault::kAmbiguous;
  match->culprits.assign(ambiguous.begin(), ambiguous.end());
}

void FindMissing(std::span<const Column> columns, HeaderMatch* match) {
  for (const Column& column : columns) {
    if (!column.required || match->columns.contains(column.field)) continue;
    match->fault = HeaderFault::kMissing;
    match->culprits.emplace_back(column.field);
  }
}

}  // namespace

std::string_view ReasonOf(HeaderFault fault) {
  switch (fault) {
    case HeaderFault::kNone:
      return "";
    case HeaderFault::kMissing:
      return "MISSING_HEADER";
    case HeaderFault::kAmbiguous:
      return "HEADER_AMBIGUOUS";
  }
  return "";
}

const std::string* HeaderMatch::Cell(const Record& record, std::string_view field) const {
  const auto column = columns.find(field);
  if (column == columns.end() || column->second >= record.cells.size()) return nullptr;
  return &record.cells[column->second];
}

HeaderMatch MatchHeader(std::span<const Record> first_records, std::span<const Column> columns) {
  const Synonyms synonyms = BySynonym(columns);
  const size_t required = std::count_if(columns.begin(), columns.end(),
                                        [](const Column& column) { return column.required; });
  const size_t telling = std::min(required, kTellingFields);
  HeaderMatch match;
  for (size_t i = 0; i < first_records.size() && i < kHeaderRows; ++i) {
    if (RequiredFieldsIn(first_records[i], synonyms) < telling) continue;
    match.index = i;
    match.row = first_records[i].row;
    MatchCells(first_records[i], synonyms, &match);
    break;
  }
  if (match.fault == HeaderFault::kNone) FindMissing(columns, &match);
  return match;
}

std::string NormalizeHeader(std::string_view cell, std::string* note) {
  std::u32string text = base::DecodeUtf8(FoldWidth(cell)).value_or(U"");
  std::erase_if(text, [](char32_t c) {
    return std::u32string_view(U" \t\r\n*★").find(c) != std::u32string_view::npos;
  });
  Remove(&text, U"必填");
  Remove(&text, U"选填");
  std::replace(text.begin(), text.end(), U'帐', U'账');
  std::replace(text.begin(), text.end(), U'戶', U'户');
  std::u32string name, inside;
  int depth = 0;
  for (char32_t c : text) {
    const bool closes = std::u32string_view(U")]】〕").find(c) != std::u32string_view::npos;
    if (std::u32string_view(U"([【〔").find(c) != std::u32string_view::npos) {
      ++depth;
    } else if (closes) {
      depth = std::max(0, depth - 1);
    } else {
      (depth > 0 ? inside : name) += c;
    }
  }
  if (note != nullptr) *note = base::EncodeUtf8(inside);
  return base::EncodeUtf8(name);
}

}  // namespace unioncare::csv
