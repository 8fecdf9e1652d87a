#include "services/gateway/upload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "services/gateway/test_support.h"

namespace unioncare::gateway {
namespace {

using ::testing::SizeIs;

constexpr size_t kMegabyte = 1024 * 1024;

// Bytes that differ everywhere, so that a byte lost or doubled shows.
std::string File(size_t size) {
  std::string text;
  while (text.size() < size) text += "row " + std::to_string(text.size()) + "\n";
  text.resize(size);
  return text;
}

class UploadTest : public ::testing::Test {
 protected:
  absl::StatusOr<Backends::Reply> Upload(const std::string& file, uint64_t max_bytes = 1 << 30) {
    const Match match = routes_.Find("POST", *ParsePath("/medical/v1/rosters:import"));
    UploadPlan plan;
    plan.route = match.route;
    plan.create = std::make_shared<medical::v1::CreateRosterRequest>();
    plan.max_bytes = max_bytes;
    body_ = std::make_shared<MemoryBody>(file);
    std::promise<absl::StatusOr<Backends::Reply>> promise;
    StartUpload(plan, body_, backends_, [&promise](absl::StatusOr<Backends::Reply> reply) {
      promise.set_value(std::move(reply));
    });
    return promise.get_future().get();
  }

  FakeMedical medical_;
  const RouteTable routes_ = ContractRoutes();
  Backends backends_{{{"unioncare.medical.v1", medical_.address()}}, 16};
  std::shared_ptr<MemoryBody> body_;
};

TEST_F(UploadTest, SendsAShortFileAtOnce) {
  const auto resource = Upload("name,id\n");
  ASSERT_TRUE(resource.ok()) << resource.status();
  ASSERT_THAT(medical_.appends(), SizeIs(1));
  EXPECT_EQ(medical_.appends()[0].content, "name,id\n");
  EXPECT_TRUE(medical_.appends()[0].last);
  EXPECT_EQ((*resource)->GetDescriptor()->name(), "Roster");
}

TEST_F(UploadTest, ShowsTheServiceHowTheFileBegins) {
  const std::string file = File(kMegabyte + 1);
  ASSERT_TRUE(Upload(file.substr(0, kMegabyte)).ok());
  EXPECT_EQ(medical_.creates().back().file_head().content(), file.substr(0, kMegabyte));
  EXPECT_TRUE(medical_.creates().back().file_head().whole());
  ASSERT_TRUE(Upload(file).ok());
  EXPECT_EQ(medical_.creates().back().file_head().content(), file.substr(0, kMegabyte));
  EXPECT_FALSE(medical_.creates().back().file_head().whole());
}

TEST_F(UploadTest, MakesNothingForAFileThatIsTooLongAtOnce) {
  EXPECT_EQ(status::ReasonOf(Upload(File(1000), 999).status()), "BODY_TOO_LARGE");
  EXPECT_THAT(medical_.creates(), SizeIs(0));
}

TEST_F(UploadTest, SendsAnEmptyFileAsOneEmptySlice) {
  ASSERT_TRUE(Upload("").ok());
  ASSERT_THAT(medical_.appends(), SizeIs(1));
  EXPECT_TRUE(medical_.appends()[0].last);
}

TEST_F(UploadTest, CutsSlicesOfAMegabyte) {
  const std::string file = File(2 * kMegabyte + 17);
  ASSERT_TRUE(Upload(file).ok());
  ASSERT_THAT(medical_.appends(), SizeIs(3));
  EXPECT_EQ(medical_.appends()[1].offset, static_cast<int64_t>(kMegabyte));
  EXPECT_FALSE(medical_.appends()[1].last);
  EXPECT_TRUE(medical_.appends()[2].last);
  EXPECT_EQ(medical_.file(), file);
  EXPECT_LE(body_->longest(), kSliceBytes + 1);
}

TEST_F(UploadTest, KnowsTheLastSliceWhenTheFileEndsWithIt) {
  ASSERT_TRUE(Upload(File(2 * kMegabyte)).ok());
  ASSERT_THAT(medical_.appends(), SizeIs(2));
  EXPECT_TRUE(medical_.appends()[1].last);
}

TEST_F(UploadTest, SendsAgainWhatTheServiceLeft) {
  const std::string file = File(3 * kMegabyte + 5);
  medical_.take = [](const FakeMedical::Append& append) {
    const int64_t size = append.content.size();
    return append.offset +
           (append.last && size < 400'000 ? size : std::min<int64_t>(size, 399'999));
  };
  ASSERT_TRUE(Upload(file).ok());
  EXPECT_EQ(medical_.file(), file);
  EXPECT_TRUE(medical_.appends().back().last);
}

TEST_F(UploadTest, SkipsWhatTheServiceHasAlready) {
  const std::string file = File(5 * kMegabyte + 9);
  medical_.take = [](const FakeMedical::Append& append) -> int64_t {
    if (append.offset == 0) return 3 * kMegabyte + 100;
    return append.offset + append.content.size();
  };
  ASSERT_TRUE(Upload(file).ok());
  ASSERT_THAT(medical_.appends(), SizeIs(3));
  EXPECT_EQ(medical_.appends()[1].offset, static_cast<int64_t>(3 * kMegabyte + 100));
  EXPECT_EQ(medical_.appends()[1].content, file.substr(3 * kMegabyte + 100, kMegabyte));
}

TEST_F(UploadTest, EndsAReplayOfACompleteUpload) {
  const std::string file = File(2 * kMegabyte + 9);
  medical_.file_size = file.size();
  medical_.take = [&file](const FakeMedical::Append&) -> int64_t { return file.size(); };
  ASSERT_TRUE(Upload(file).ok());
  EXPECT_THAT(medical_.appends(), SizeIs(1));
}

TEST_F(UploadTest, SaysLastWhenTheServiceHasAllButDoesNotKnowIt) {
  const std::string file = File(2 * kMegabyte + 9);
  medical_.take = [&file](const FakeMedical::Append&) -> int64_t { return file.size(); };
  ASSERT_TRUE(Upload(file).ok());
  ASSERT_THAT(medical_.appends(), SizeIs(2));
  EXPECT_EQ(medical_.appends()[1].content, "");
  EXPECT_TRUE(medical_.appends()[1].last);
}

TEST_F(UploadTest, RefusesAFileShorterThanWhatTheServiceHas) {
  medical_.take = [](const FakeMedical::Append&) -> int64_t { return 9 * kMegabyte; };
  for (const size_t size : {size_t{100}, 2 * kMegabyte}) {
    EXPECT_EQ(status::ReasonOf(Upload(File(size)).status()), "REQUEST_ID_REUSED");
  }
}

TEST_F(UploadTest, EndsWhenTheServiceDoesNotGoOn) {
  medical_.take = [](const FakeMedical::Append& append) { return append.offset; };
  EXPECT_EQ(status::ReasonOf(Upload(File(3 * kMegabyte)).status()), "INTERNAL");
  medical_.take = [](const FakeMedical::Append& append) { return append.offset - 1; };
  EXPECT_EQ(status::ReasonOf(Upload(File(10)).status()), "INTERNAL");
}

TEST_F(UploadTest, BoundsTheFile) {
  EXPECT_EQ(status::ReasonOf(Upload(File(3 * kMegabyte), 2 * kMegabyte).status()),
            "BODY_TOO_LARGE");
}

}  // namespace
}  // namespace unioncare::gateway
