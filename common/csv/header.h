#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/csv/reader.h"

// Which column of a file is which field: the one header matching of every import (domain/formats
// §5). Headers are compared exactly after NormalizeHeader, never by likeness.
//
//   constexpr std::string_view kNames[] = {"姓名", "职工姓名"};
//   const Column columns[] = {{"name", true, kNames}, ...};
//   const HeaderMatch match = MatchHeader(first_records, columns);
//   if (match.fault != HeaderFault::kNone) refuse with ReasonOf(match.fault), match.culprits
//   const std::string* name = match.Cell(record, "name");
namespace unioncare::csv {

struct Column {
  std::string_view field;  // our name
  bool required = false;
  std::span<const std::string_view> synonyms;  // accepted headers, written in any width
};

enum class HeaderFault {
  kNone,
  kMissing,    // no header row, or a required field without a column
  kAmbiguous,  // two columns for one field, or a header that is a synonym of two fields
};

// "MISSING_HEADER", "HEADER_AMBIGUOUS"; empty for kNone.
std::string_view ReasonOf(HeaderFault fault);

struct HeaderMatch {
  HeaderFault fault = HeaderFault::kNone;
  std::vector<std::string> culprits;  // kMissing: the fields; kAmbiguous: the headers as written

  size_t index = 0;  // of the header among the records given; data begins behind it
  int64_t row = 0;   // its row, 0 when there is none; the rows above it were skipped
  // By field: the position of its cell, and the bracketed note of its header, such as 万元.
  std::map<std::string, size_t, std::less<>> columns;
  std::map<std::string, std::string, std::less<>> notes;
  std::vector<std::string> unknown;  // headers that are no field's, as written; ignored

  // The cell of `field`; nullptr when the file has no such column or the record is too short.
  const std::string* Cell(const Record& record, std::string_view field) const;
};

// The header is the first of the first ten records with two required fields (or all of them, if
// there are fewer than two).
HeaderMatch MatchHeader(std::span<const Record> first_records, std::span<const Column> columns);

// The header without its note: width folded, 帐 and 戶 as 账 and 户, without blanks and line ends,
// * and ★, 必填 and 选填, and bracketed text, which goes to `note` when that is not null. "收款人
// 帐户（元）*" -> "收款人账户" and "元".
std::string NormalizeHeader(std::string_view cell, std::string* note = nullptr);

}  // namespace unioncare::csv
