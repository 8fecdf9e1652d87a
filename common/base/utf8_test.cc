#include "common/base/utf8.h"

#include <gtest/gtest.h>

namespace unioncare::base {
namespace {

TEST(Utf8, EveryLengthComesBack) {
  const std::u32string points = U"a\u007f\u0080\u07ff\u0800张\uffff\U00010000𠮷\U0010ffff";
  EXPECT_EQ(DecodeUtf8(EncodeUtf8(points)), points);
  EXPECT_EQ(EncodeUtf8(U"张é𠮷"), "张é𠮷");
}

TEST(Utf8, CountsCharactersNotBytes) { EXPECT_EQ(DecodeUtf8("欧阳娜娜")->size(), 4u); }

TEST(Utf8, RefusesMalformedText) {
  for (const char* text :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xe5\xbc", "\xe0\x80\x80", "\xed\xa0\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe5\x41\x41"}) {
    EXPECT_EQ(DecodeUtf8(text), std::nullopt);
  }
}

}  // namespace
}  // namespace unioncare::base
