#include "services/identity/rules/password.h"

#include <gtest/gtest.h>

#include <string>

#include "common/base/test_rows.h"

namespace unioncare::identity {
namespace {

TEST(Password, IsJudgedAsTheTableSays) {
  const auto rows = base::TestRows(UC_SOURCE_DIR "/services/identity/rules/testdata/passwords.csv");
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    EXPECT_EQ(ReasonOf(CheckPassword(row[0], row[1])), row[2]) << row[0];
  }
}

TEST(Password, HasAtMost128Characters) {
  std::string longest;
  while (longest.size() < kMaxPasswordCharacters) longest += "abcd";
  EXPECT_EQ(CheckPassword(longest, "login"), PasswordFault::kNone);
  EXPECT_EQ(CheckPassword(longest + "e", "login"), PasswordFault::kLength);
}

TEST(Password, MustBeUtf8) {
  EXPECT_EQ(CheckPassword("abcdefghijkl\xff", "login"), PasswordFault::kLength);
}

}  // namespace
}  // namespace unioncare::identity
