#include "common/rpc/page.h"

#include <gtest/gtest.h>

#include "common/base/bytes.h"
#include "common/status/status.h"
#include "unioncare/medical/v1/medical_service.pb.h"

namespace unioncare::rpc {
namespace {

using medical::v1::ListClaimsRequest;
using medical::v1::ListRostersRequest;

class PageTest : public ::testing::Test {
 protected:
  bool Accepts(const google::protobuf::Message& request, const std::string& account = "accounts/a",
               const Pager* pager = nullptr) const {
    const auto page = (pager == nullptr ? pager_ : *pager).Read(request, account);
    if (!page.ok()) {
      EXPECT_EQ(status::ReasonOf(page.status()), "INVALID_PAGE_TOKEN");
    }
    return page.ok();
  }
  // A request for the page after `position`.
  ListClaimsRequest Request(const std::string& position = "17") const {
    ListClaimsRequest request;
    request.set_organization("organizations/x");
    request.set_page_size(10);
    request.set_page_token(pager_.Next(request, "accounts/a", position));
    return request;
  }

  const Pager pager_{crypto::RandomKey()};
};

TEST_F(PageTest, WithoutATokenItIsTheFirstPage) {
  const auto page = pager_.Read(ListClaimsRequest(), "accounts/a");
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->size, 50);
  EXPECT_EQ(page->after, "");
}

TEST_F(PageTest, ATokenGivesThePositionBack) {
  for (const std::string& position :
       {std::string("17"), std::string(), std::string("\0\n\xff", 3)}) {
    const auto page = pager_.Read(Request(position), "accounts/a");
    ASSERT_TRUE(page.ok());
    EXPECT_EQ(page->after, position);
    EXPECT_EQ(page->size, 10);
  }
  ListClaimsRequest larger = Request();
  larger.set_page_size(20);
  EXPECT_TRUE(Accepts(larger)) << "the size may change from page to page";
}

TEST_F(PageTest, ATokenIsGoodForNothingElse) {
  const ListClaimsRequest request = Request();
  EXPECT_FALSE(Accepts(request, "accounts/b"));
  ListClaimsRequest other = request;
  other.set_organization("organizations/y");
  EXPECT_FALSE(Accepts(other));
  other = request;
  other.set_state(medical::v1::Claim::STATE_APPROVED);
  EXPECT_FALSE(Accepts(other));
  ListRostersRequest list;
  list.set_page_token(request.page_token());
  EXPECT_FALSE(Accepts(list));
  const Pager other_key{crypto::RandomKey()};
  EXPECT_FALSE(Accepts(request, "accounts/a", &other_key));
}

TEST_F(PageTest, AnyChangedBitIsRefused) {
  const ListClaimsRequest request = Request();
  const std::string bytes = *base::Base64UrlDecode(request.page_token());
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    ListClaimsRequest forged = request;
    forged.set_page_token(base::Base64UrlEncode(changed));
    EXPECT_FALSE(Accepts(forged)) << bit;
  }
  for (const std::string& token : {std::string("x"), std::string("!"), request.page_token() + "A",
                                   request.page_token().substr(1), std::string(512, 'A')}) {
    ListClaimsRequest forged = request;
    forged.set_page_token(token);
    EXPECT_FALSE(Accepts(forged)) << token;
  }
}

// What belongs to the filter must not be taken for a position: here the bytes of the filter (a
// field that we do not know, so that it begins with "\n") become part of the position.
TEST_F(PageTest, AFilterCannotBecomeAPosition) {
  ListClaimsRequest request;
  request.GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(1, "filter");
  const std::string bytes = *base::Base64UrlDecode(pager_.Next(request, "accounts/a", "17"));
  const std::string filter = request.SerializeAsString();
  ASSERT_EQ(filter[0], '\n');
  ListClaimsRequest forged;
  forged.set_page_token(
      base::Base64UrlEncode(bytes.substr(0, 16) + filter.substr(1) + "\n" + bytes.substr(16)));
  EXPECT_FALSE(Accepts(forged));
}

}  // namespace
}  // namespace unioncare::rpc
