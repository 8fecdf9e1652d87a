#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "common/csv/reader.h"

// For tests only: files of common/csv/testdata, relative to UC_SOURCE_DIR.
namespace unioncare::csv {

inline std::string ReadTestFile(const std::string& name) {
  std::ifstream file(UC_SOURCE_DIR "/common/csv/testdata/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<Record> ReadAll(std::string_view text, char delimiter = ',') {
  std::vector<Record> records;
  Reader reader(text, delimiter);
  for (Record record; reader.Next(&record);) records.push_back(record);
  return records;
}

// The rows of a file of cases, without its header.
inline std::vector<std::vector<std::string>> Cases(const std::string& name) {
  std::vector<std::vector<std::string>> cases;
  for (Record& record : ReadAll(ReadTestFile(name))) {
    if (record.row > 1) cases.push_back(std::move(record.cells));
  }
  return cases;
}

}  // namespace unioncare::csv
