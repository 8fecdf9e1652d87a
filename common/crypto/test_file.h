#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

// For tests only: a file of that content and mode, in the test's own folder.
namespace unioncare::crypto {

inline std::string WriteTestFile(const std::string& name, const std::string& content,
                                 mode_t mode = 0600) {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const std::string path =
      testing::TempDir() + test->test_suite_name() + "." + test->name() + "." + name;
  std::ofstream(path, std::ios::trunc | std::ios::binary) << content;
  chmod(path.c_str(), mode);
  return path;
}

}  // namespace unioncare::crypto
