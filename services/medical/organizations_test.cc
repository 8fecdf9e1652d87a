#include "services/medical/organizations.h"

#include <gtest/gtest.h>

#include "common/base/name.h"
#include "common/status/status.h"
#include "common/testing/fake_clock.h"
#include "services/medical/commands/reasons.h"

namespace unioncare::medical {
namespace {

using Deadline = std::chrono::system_clock::time_point;

// Organization 7 of county 330203, and how often it was asked for.
class OneOrganization : public Organizations {
 public:
  explicit OneOrganization(int& asked) : asked_(asked) {}
  absl::StatusOr<Employer> Find(const std::string& name, const std::string&, Deadline) override {
    ++asked_;
    if (name != base::MakeName("organizations", 7)) return status::Refuse(kOrganizationNotFound);
    return Employer{7, "330203", "DEMO " + std::to_string(asked_), "91330100799655058B"};
  }

 private:
  int& asked_;
};

class RememberedOrganizationsTest : public ::testing::Test {
 protected:
  static change::Caller OfOrganization(int64_t organization) {
    change::Caller caller;
    caller.reach = change::Reach::kOrganization;
    caller.organization = organization;
    return caller;
  }

  const std::string name_ = base::MakeName("organizations", 7);
  testing::FakeClock clock_{base::Instant{1'700'000'000'000'000}};
  int asked_ = 0;
  RememberedOrganizations organizations_{std::make_unique<OneOrganization>(asked_), clock_};
};

TEST_F(RememberedOrganizationsTest, KnowsWhatWasAskedForUntilItIsOld) {
  EXPECT_FALSE(organizations_.Known(name_, OfOrganization(7)));
  ASSERT_TRUE(organizations_.Find(name_, "", Deadline::max()).ok());
  clock_.Advance(RememberedOrganizations::kMaxAgeMicros);
  ASSERT_TRUE(organizations_.Known(name_, OfOrganization(7)));
  clock_.Advance(1);
  EXPECT_FALSE(organizations_.Known(name_, OfOrganization(7)));
  // Asked for again, it is as it is now.
  ASSERT_TRUE(organizations_.Find(name_, "", Deadline::max()).ok());
  EXPECT_EQ(organizations_.Known(name_, OfOrganization(7))->title, "DEMO 2");
}

TEST_F(RememberedOrganizationsTest, TellsNothingToWhoeverDoesNotReachIt) {
  ASSERT_TRUE(organizations_.Find(name_, "", Deadline::max()).ok());
  EXPECT_FALSE(organizations_.Known(name_, OfOrganization(8)));
  change::Caller county;
  county.reach = change::Reach::kCounty;
  county.county = "330205";
  EXPECT_FALSE(organizations_.Known(name_, county));
  county.county = "330203";
  EXPECT_TRUE(organizations_.Known(name_, county));
}

TEST_F(RememberedOrganizationsTest, RemembersNoRefusal) {
  const std::string other = base::MakeName("organizations", 8);
  EXPECT_FALSE(organizations_.Find(other, "", Deadline::max()).ok());
  EXPECT_FALSE(organizations_.Known(other, OfOrganization(8)));
}

}  // namespace
}  // namespace unioncare::medical
