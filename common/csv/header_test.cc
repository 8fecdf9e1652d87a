#include "common/csv/header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/csv/test_files.h"

namespace unioncare::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kName[] = {"姓名", "职工姓名", "psn_name"};
constexpr std::string_view kId[] = {"身份证号", "证件号码", "certno"};
constexpr std::string_view kMobile[] = {"手机号", "联系电话"};
constexpr std::string_view kAccount[] = {"银行卡号", "收款人帐户", "收款人账号"};
constexpr std::string_view kAmount[] = {"金额"};
constexpr Column kColumns[] = {{"name", true, kName},
                               {"id_number", true, kId},
                               {"mobile", false, kMobile},
                               {"account", false, kAccount},
                               {"amount", false, kAmount}};

HeaderMatch Match(std::string_view text) { return MatchHeader(ReadAll(text), kColumns); }

TEST(NormalizeHeader, WritesTheRows) {
  const auto cases = Cases("headers.csv");
  ASSERT_GT(cases.size(), 15u);
  for (const auto& row : cases) {
    std::string note;
    EXPECT_EQ(NormalizeHeader(row[0], &note), row[1]) << row[0];
    EXPECT_EQ(note, row[2]) << row[0];
  }
}

TEST(MatchHeader, FindsTheFieldsOfTheColumns) {
  const HeaderMatch match = Match("序号,姓名*,身份证号(必填),联系电话\n");
  EXPECT_EQ(match.fault, HeaderFault::kNone);
  EXPECT_EQ(match.columns.at("name"), 1u);
  EXPECT_EQ(match.columns.at("id_number"), 2u);
  EXPECT_EQ(match.columns.at("mobile"), 3u);
  EXPECT_THAT(match.unknown, ElementsAre("序号"));
}

TEST(MatchHeader, SkipsTitleRows) {
  const HeaderMatch match = Match("互助花名册,,\n填报单位：示例DEMO,,\n\n姓名,证件号码,手机号\n");
  EXPECT_EQ(match.fault, HeaderFault::kNone);
  EXPECT_EQ(match.index, 3u);
  EXPECT_EQ(match.row, 4);
}

TEST(MatchHeader, LooksAtTenRows) {
  const std::string titles = "a\na\na\na\na\na\na\na\na\n";
  EXPECT_EQ(Match(titles + "姓名,身份证号\n").row, 10);
  const HeaderMatch late = Match(titles + "a\n姓名,身份证号\n");
  EXPECT_EQ(late.fault, HeaderFault::kMissing);
  EXPECT_EQ(late.row, 0);
  EXPECT_THAT(late.culprits, ElementsAre("name", "id_number"));
}

TEST(MatchHeader, ATitleWithOneHeaderWordIsNoHeader) {
  EXPECT_EQ(Match("姓名,,\n姓名,身份证号\n").row, 2);
}

TEST(MatchHeader, KeepsTheNoteOfAColumn) {
  EXPECT_EQ(Match("姓名,身份证号,金额（万元）\n").notes.at("amount"), "万元");
  EXPECT_THAT(Match("姓名,身份证号,金额\n").notes, IsEmpty());
}

TEST(MatchHeader, TwoColumnsOfOneFieldAreAmbiguous) {
  const HeaderMatch match = Match("姓名,职工姓名,身份证号\n");
  EXPECT_EQ(match.fault, HeaderFault::kAmbiguous);
  EXPECT_THAT(match.culprits, ElementsAre("姓名", "职工姓名"));
  EXPECT_EQ(ReasonOf(match.fault), "HEADER_AMBIGUOUS");
}

TEST(MatchHeader, OneHeaderOfTwoFieldsIsAmbiguous) {
  constexpr std::string_view kChild[] = {"子女姓名", "姓名"};
  const Column kTwoPersons[] = {
      {"name", true, kName}, {"id_number", true, kId}, {"student_name", false, kChild}};
  const HeaderMatch match = MatchHeader(ReadAll("姓名,身份证号\n"), kTwoPersons);
  EXPECT_EQ(match.fault, HeaderFault::kAmbiguous);
  EXPECT_THAT(match.culprits, ElementsAre("姓名"));
}

TEST(MatchHeader, SynonymsThatFoldTogetherAreOne) {
  EXPECT_EQ(Match("姓名,身份证号,收款人账户\n").columns.at("account"), 2u);
}

TEST(MatchHeader, ListsTheRequiredFieldsItDoesNotFind) {
  constexpr Column kThree[] = {
      {"name", true, kName}, {"id_number", true, kId}, {"mobile", true, kMobile}};
  const HeaderMatch match = MatchHeader(ReadAll("姓名,身份证号\n"), kThree);
  EXPECT_EQ(match.fault, HeaderFault::kMissing);
  EXPECT_EQ(match.row, 1);
  EXPECT_THAT(match.culprits, ElementsAre("mobile"));
  EXPECT_EQ(ReasonOf(match.fault), "MISSING_HEADER");
}

TEST(MatchHeader, OneRequiredFieldIsEnoughWhenThereIsOnlyOne) {
  constexpr Column kOne[] = {{"name", true, kName}, {"mobile", false, kMobile}};
  EXPECT_EQ(MatchHeader(ReadAll("title\n姓名\n"), kOne).row, 2);
}

TEST(HeaderMatch, FindsCells) {
  const HeaderMatch match = Match("姓名,身份证号,手机号\n");
  const Record record{2, {"张三DEMO", "339901199001010018"}};
  EXPECT_EQ(*match.Cell(record, "id_number"), "339901199001010018");
  EXPECT_EQ(match.Cell(record, "mobile"), nullptr);
  EXPECT_EQ(match.Cell(record, "account"), nullptr);
}

TEST(HeaderMatch, ReadsTheSampleBankFile) {
  constexpr std::string_view kHolder[] = {"收款人户名"};
  const Column kBank[] = {
      {"account", true, kAccount}, {"account_name", true, kHolder}, {"amount", true, kAmount}};
  const std::string text = *Decode(ReadTestFile("crossbank.csv"), Encoding::kGb18030);
  const HeaderMatch match = MatchHeader(ReadAll(text), kBank);
  EXPECT_EQ(match.fault, HeaderFault::kNone);
  EXPECT_EQ(match.notes.at("amount"), "元");
  EXPECT_EQ(*match.Cell(ReadAll(text)[1], "account"), "6216261000000000018\t");
}

}  // namespace
}  // namespace unioncare::csv
