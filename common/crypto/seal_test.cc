#include "common/crypto/seal.h"

#include <gtest/gtest.h>

namespace unioncare::crypto {
namespace {

KeyRing Ring(std::initializer_list<const char*> ids) {
  std::vector<NamedKey> keys;
  for (const char* id : ids) keys.push_back({id, Key{static_cast<uint8_t>(id[0])}});
  return KeyRing(keys);
}

TEST(SealTest, OpensToThePlaintext) {
  for (const std::string& text :
       {std::string(), std::string("DEMO\0x", 6), std::string(5000, 'a')}) {
    const std::string sealed = Seal(Key{7}, text, "person.name/1");
    EXPECT_EQ(sealed.size(), text.size() + kSealOverhead);
    EXPECT_EQ(Open(Key{7}, sealed, "person.name/1").value(), text);
  }
}

TEST(SealTest, SealsDifferentlyEachTime) { EXPECT_NE(Seal(Key{}, "x", ""), Seal(Key{}, "x", "")); }

TEST(SealTest, AnotherKeyOrPlaceDoesNotOpen) {
  const std::string sealed = Seal(Key{7}, "DEMO", "person.name/1");
  EXPECT_EQ(status::ReasonOf(Open(Key{8}, sealed, "person.name/1").status()), "SEAL_BROKEN");
  EXPECT_EQ(status::ReasonOf(Open(Key{7}, sealed, "person.name/2").status()), "SEAL_BROKEN");
}

TEST(SealTest, NoChangedByteOpens) {
  const std::string sealed = Seal(Key{7}, "DEMO", "");
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(Open(Key{7}, changed, "").ok()) << i;
  }
}

TEST(SealTest, NoCutOrLongerValueOpens) {
  const std::string sealed = Seal(Key{7}, "DEMO", "");
  for (size_t i = 0; i < sealed.size(); ++i)
    EXPECT_FALSE(Open(Key{7}, sealed.substr(0, i), "").ok());
  EXPECT_FALSE(Open(Key{7}, sealed + "x", "").ok());
}

TEST(WrapDataKeyTest, UnwrapsAfterRotation) {
  const std::string wrapped = WrapDataKey(Ring({"a1"}), Key{42}, "person/1");
  EXPECT_EQ(UnwrapDataKey(Ring({"b2", "a1"}), wrapped, "person/1").value(), Key{42});
}

TEST(WrapDataKeyTest, NewestKeyWraps) {
  EXPECT_EQ(WrapDataKey(Ring({"b2", "a1"}), Key{42}, "").substr(0, 3), "\2b2");
}

TEST(WrapDataKeyTest, DoesNotUnwrapWithoutItsKeyOrElsewhere) {
  const std::string wrapped = WrapDataKey(Ring({"a1"}), Key{42}, "person/1");
  EXPECT_FALSE(UnwrapDataKey(Ring({"b2"}), wrapped, "person/1").ok());
  EXPECT_FALSE(UnwrapDataKey(Ring({"a1"}), wrapped, "person/2").ok());
}

TEST(WrapDataKeyTest, RefusesAnyCut) {
  const std::string wrapped = WrapDataKey(Ring({"a1"}), Key{42}, "");
  for (size_t i = 0; i < wrapped.size(); ++i) {
    EXPECT_FALSE(UnwrapDataKey(Ring({"a1"}), wrapped.substr(0, i), "").ok()) << i;
  }
}

}  // namespace
}  // namespace unioncare::crypto
