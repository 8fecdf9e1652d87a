#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

// For tests only: the rows of a testdata file, each split at every ',' (no quoting). The first line
// is the header and is skipped, as are empty lines and lines that begin with '#'.
//
//   for (const auto& row : TestRows(UC_SOURCE_DIR "/common/base/testdata/yuan.csv")) ...
namespace unioncare::base {

inline std::vector<std::string> SplitAt(std::string_view text, char delimiter) {
  std::vector<std::string> fields;
  for (size_t end; (end = text.find(delimiter)) != std::string_view::npos;) {
    fields.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  fields.emplace_back(text);
  return fields;
}

// A file that cannot be read gives no rows, so a test checks that there are some.
inline std::vector<std::vector<std::string>> TestRows(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::vector<std::string>> rows;
  bool in_body = false;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    if (in_body) rows.push_back(SplitAt(line, ','));
    in_body = true;
  }
  return rows;
}

}  // namespace unioncare::base
