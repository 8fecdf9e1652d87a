#include "services/gateway/target.h"

#include <gtest/gtest.h>

#include "common/status/status.h"
#include "services/gateway/test_support.h"

namespace unioncare::gateway {
namespace {

std::string Written(const std::optional<Path>& path) {
  if (!path) return "-";
  std::string text;
  for (const std::string& segment : path->segments) text += (text.empty() ? "" : " ") + segment;
  return path->verb.empty() ? text : text + ":" + path->verb;
}

TEST(PathTest, HasOneMeaningOrNone) {
  const auto rows = TsvRows("paths.tsv");
  ASSERT_GE(rows.size(), 40u);
  for (const auto& row : rows) EXPECT_EQ(Written(ParsePath(row[0])), row[1]) << row[0];
}

TEST(PathTest, RefusesOverlongOnes) {
  EXPECT_TRUE(ParsePath("/" + std::string(2000, 'a')));
  EXPECT_FALSE(ParsePath("/" + std::string(2100, 'a')));
}

TEST(QueryTest, DecodesOnce) {
  const auto query = ParseQuery("a=1&b.c=x%26y+z&d&e=%E5%B7%A5");
  ASSERT_TRUE(query.ok());
  const Query expected = {{"a", "1"}, {"b.c", "x&y z"}, {"d", ""}, {"e", "工"}};
  EXPECT_EQ(*query, expected);
}

TEST(QueryTest, RefusesWhatIsMalformed) {
  for (const char* raw :
       {"a=%", "a=%0", "a=%zz", "a=%00", "a=%0a", "a=%c0%ae", "=1", "a=%ff", "&"}) {
    EXPECT_EQ(status::ReasonOf(ParseQuery(raw).status()), "BAD_QUERY") << raw;
  }
}

TEST(QueryTest, RefusesMoreThanAHundred) {
  std::string raw = "a=1";
  for (int i = 0; i < 100; ++i) raw += "&a=1";
  EXPECT_FALSE(ParseQuery(raw).ok());
}

}  // namespace
}  // namespace unioncare::gateway
