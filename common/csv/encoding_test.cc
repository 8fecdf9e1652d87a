#include "common/csv/encoding.h"

#include <gtest/gtest.h>

#include "common/csv/test_files.h"

namespace unioncare::csv {
namespace {

constexpr std::string_view kZhangInGb18030 = "\xd5\xc5\xc8\xfd";  // 张三

TEST(Encoding, Utf8IsDetectedWithAndWithoutAMark) {
  EXPECT_EQ(DetectEncoding("张三,1\n"), Encoding::kUtf8);
  EXPECT_EQ(DetectEncoding("\xef\xbb\xbf张三"), Encoding::kUtf8);
  EXPECT_EQ(DetectEncoding("plain"), Encoding::kUtf8);
  EXPECT_EQ(DetectEncoding(""), Encoding::kUtf8);
}

TEST(Encoding, Utf8IsDetectedWhenACharacterIsCut) {
  const std::string text = "a张𠮷";
  for (size_t size = 0; size <= text.size(); ++size) {
    EXPECT_EQ(DetectEncoding(std::string_view(text).substr(0, size)), Encoding::kUtf8) << size;
  }
}

TEST(Encoding, Gb18030IsDetectedEvenInItsLastBytes) {
  EXPECT_EQ(DetectEncoding(kZhangInGb18030), Encoding::kGb18030);
  EXPECT_EQ(DetectEncoding("a,b\n1,\xd5\xc5"), Encoding::kGb18030);
  EXPECT_EQ(DetectEncoding("a,b\n1,\xd5\xc5\n"), Encoding::kGb18030);
}

TEST(Encoding, OnlyTheUtf8MarkCounts) {
  EXPECT_EQ(BomBytes("\xef\xbb\xbf", Encoding::kUtf8), 3u);
  EXPECT_EQ(BomBytes("\xef\xbb", Encoding::kUtf8), 0u);
  EXPECT_EQ(BomBytes("\xef\xbb\xbf", Encoding::kGb18030), 0u);
}

TEST(Decode, Utf8LosesItsMark) {
  EXPECT_EQ(Decode("\xef\xbb\xbf张三", Encoding::kUtf8), "张三");
  EXPECT_EQ(Decode("", Encoding::kUtf8), "");
}

TEST(Decode, Gb18030BecomesUtf8) {
  EXPECT_EQ(Decode(kZhangInGb18030, Encoding::kGb18030), "张三");
  EXPECT_EQ(Decode("\x95\x34\xb2\x35", Encoding::kGb18030), "𠮷");  // four bytes, beyond GBK
  EXPECT_EQ(Decode("", Encoding::kGb18030), "");
}

TEST(Decode, LongTextsFit) {
  std::string gb, utf8;
  for (int i = 0; i < 5000; ++i) {
    gb += kZhangInGb18030;
    utf8 += "张三";
  }
  EXPECT_EQ(Decode(gb, Encoding::kGb18030), utf8);
}

TEST(Decode, RefusesOtherBytes) {
  EXPECT_EQ(Decode(kZhangInGb18030, Encoding::kUtf8), std::nullopt);
  EXPECT_EQ(Decode("\xd5", Encoding::kGb18030), std::nullopt);
  EXPECT_EQ(Decode("\xff\xfe\x41", Encoding::kGb18030), std::nullopt);
  EXPECT_EQ(Decode("a\xd5\nb", Encoding::kGb18030), std::nullopt);
}

TEST(Decode, RefusesZeroBytes) {
  EXPECT_EQ(Decode(std::string_view("a\0b", 3), Encoding::kUtf8), std::nullopt);
  EXPECT_EQ(Decode(std::string_view("a\0b", 3), Encoding::kGb18030), std::nullopt);
}

}  // namespace
}  // namespace unioncare::csv
