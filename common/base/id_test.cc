#include "common/base/id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <set>
#include <thread>
#include <vector>

namespace unioncare::base {
namespace {

constexpr int64_t kEpoch2020 = 1577836800 * kMicrosPerSecond;

class SetClock : public Clock {
 public:
  Instant Now() const override { return now; }
  Instant now{kEpoch2020 + 5000 * kMicrosPerMilli};
};

TEST(IdSource, HoldsTimeNodeAndCounter) {
  const SetClock clock;
  IdSource source(3, clock);
  EXPECT_EQ(source.Next(), int64_t{5000} << 21 | 3 << 11 | 0);
  EXPECT_EQ(source.Next(), int64_t{5000} << 21 | 3 << 11 | 1);
}

TEST(IdSource, BorrowsTheNextMillisecondWhenTheCounterIsFull) {
  const SetClock clock;
  IdSource source(3, clock);
  for (int i = 0; i < 2048; ++i) source.Next();
  EXPECT_EQ(source.Next(), int64_t{5001} << 21 | 3 << 11 | 0);
}

TEST(IdSource, NeverGoesBackWithTheClock) {
  SetClock clock;
  IdSource source(1023, clock);
  const int64_t before = source.Next();
  clock.now.micros -= 3600 * kMicrosPerSecond;
  EXPECT_GT(source.Next(), before);
}

TEST(IdSource, IsPositiveEvenBefore2020) {
  SetClock clock;
  clock.now.micros = 0;
  IdSource source(0, clock);
  EXPECT_GT(source.Next(), 0);
}

TEST(IdSource, EightThreadsMakeNoIdTwice) {
  const SetClock clock;
  IdSource source(7, clock);
  constexpr size_t kEach = 5000;
  std::vector<std::vector<int64_t>> made(8);
  {
    std::vector<std::jthread> threads;
    for (auto& ids : made) {
      threads.emplace_back([&source, &ids] {
        for (size_t i = 0; i < kEach; ++i) ids.push_back(source.Next());
      });
    }
  }
  std::set<int64_t> all;
  for (const auto& ids : made) {
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    all.insert(ids.begin(), ids.end());
  }
  EXPECT_EQ(all.size(), made.size() * kEach);
}

TEST(Id, TextComesBackAndSortsLikeTheNumber) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(EncodeId(0), "0000000000000");
  EXPECT_EQ(EncodeId(31), "000000000000z");
  EXPECT_EQ(EncodeId(kMax), "7zzzzzzzzzzzz");
  std::string previous;
  for (int64_t id : {int64_t{0}, int64_t{1}, int64_t{31}, int64_t{32}, int64_t{1} << 40, kMax}) {
    EXPECT_EQ(DecodeId(EncodeId(id)), id);
    EXPECT_LT(previous, EncodeId(id));
    previous = EncodeId(id);
  }
}

TEST(Id, HasOneSpelling) {
  for (const char* text :
       {"", "0", "00000000000001", "8000000000000", "000000000000Z", "000000000000i",
        "000000000000l", "000000000000o", "000000000000u", "-000000000000", " 000000000000"}) {
    EXPECT_EQ(DecodeId(text), std::nullopt) << text;
  }
}

TEST(Uuid, ComesBackInLowerCase) {
  const std::string text = "123e4567-e89b-12d3-a456-42661417400f";
  const auto uuid = ParseUuid("123E4567-e89b-12d3-A456-42661417400F");
  ASSERT_TRUE(uuid.has_value());
  EXPECT_EQ((*uuid)[0], 0x12);
  EXPECT_EQ((*uuid)[15], 0x0f);
  EXPECT_EQ(FormatUuid(*uuid), text);
}

TEST(Uuid, RefusesOtherShapes) {
  for (const char* text :
       {"", "123e4567e89b12d3a45642661417400f", "{123e4567-e89b-12d3-a456-4266141740}",
        "123e4567-e89b-12d3-a456-42661417400g", "123e4567-e89b-12d3-a4564-2661417400f",
        "-23e4567-e89b-12d3-a456-42661417400f"}) {
    EXPECT_EQ(ParseUuid(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace unioncare::base
