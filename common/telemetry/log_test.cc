#include "common/telemetry/log.h"

#include <gtest/gtest.h>

namespace unioncare::telemetry {
namespace {

TEST(LogTest, LineIsAnObjectOfTypedFields) {
  EXPECT_EQ(FormatLogLine(base::Instant{0}, Level::kWarning, "unioncare-demo", "queue_full",
                          {{"depth", 2048}, {"refused", true}, {"method", "Claims.Submit"}}),
            R"({"time":"1970-01-01T00:00:00.000000Z","level":"warning","service":"unioncare-demo",)"
            R"("event":"queue_full","depth":2048,"refused":true,"method":"Claims.Submit"})");
}

TEST(LogTest, LogWritesOneLineToStderr) {
  testing::internal::CaptureStderr();
  SetLogService("unioncare-demo");
  Log(Level::kError, "odd {} event\n", {{"text", "a\r\nb {0}"}});
  const std::string line = testing::internal::GetCapturedStderr();
  EXPECT_NE(line.find(R"("service":"unioncare-demo","event":"odd {} event\u000a",)"
                      R"("text":"a\u000d\u000ab {0}"})"),
            std::string::npos)
      << line;
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

struct Quoting {
  std::string_view text;
  std::string_view quoted;
};

class QuoteTest : public testing::TestWithParam<Quoting> {};

TEST_P(QuoteTest, ShowsWhatIsThere) { EXPECT_EQ(QuoteForLog(GetParam().text), GetParam().quoted); }

using namespace std::string_view_literals;
INSTANTIATE_TEST_SUITE_P(
    All, QuoteTest,
    testing::Values(Quoting{"", R"("")"}, Quoting{"申请 ok", R"("申请 ok")"},
                    Quoting{"a\"b\\c", R"("a\"b\\c")"}, Quoting{"\0"sv, R"("\u0000")"},
                    Quoting{"\r\n\t", R"("\u000d\u000a\u0009")"},
                    Quoting{"\x1b[31m", R"("\u001b[31m")"}, Quoting{"\x7f", R"("\u007f")"},
                    Quoting{"\u0085", R"("\u0085")"}, Quoting{"\u009b", R"("\u009b")"},
                    Quoting{"\u00ad", R"("\u00ad")"}, Quoting{"\u061c", R"("\u061c")"},
                    Quoting{"\u200b", R"("\u200b")"}, Quoting{"\u200f", R"("\u200f")"},
                    Quoting{"\u2028", R"("\u2028")"}, Quoting{"\u202e", R"("\u202e")"},
                    Quoting{"\u2066", R"("\u2066")"}, Quoting{"\ufeff", R"("\ufeff")"},
                    Quoting{"\xff", R"("\ufffd")"}, Quoting{"\xc0\xaf", R"("\ufffd\ufffd")"},
                    Quoting{"\xe4\xb8", R"("\ufffd\ufffd")"},
                    Quoting{"\xed\xa0\x80", R"("\ufffd\ufffd\ufffd")"},
                    Quoting{"\xe0\x80\xaf", R"("\ufffd\ufffd\ufffd")"},
                    Quoting{"\xf4\x90\x80\x80", R"("\ufffd\ufffd\ufffd\ufffd")"},
                    Quoting{"\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""}));

TEST(QuoteTest, CutsLongValues) {
  const std::string quoted = QuoteForLog(std::string(kMaxLogValueBytes * 2, 'a'));
  EXPECT_EQ(quoted, "\"" + std::string(kMaxLogValueBytes, 'a') + "…\"");
  EXPECT_EQ(QuoteForLog(std::string(kMaxLogValueBytes, 'a')).size(), kMaxLogValueBytes + 2);
}

}  // namespace
}  // namespace unioncare::telemetry
