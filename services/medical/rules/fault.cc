#include "services/medical/rules/fault.h"

namespace unioncare::medical {
namespace {

struct Entry {
  std::string_view reason;
  FaultText text;
};

constexpr Entry kTexts[] = {
    {kRequired,
     {"此项必填，请补充后重新上传。", "This must be filled in; add it and upload again."}},
    {kTooLong, {"内容过长，请缩短。", "This is too long; shorten it."}},
    {"ID_LENGTH", {"身份证号应为18位，请核对。", "A citizen number has 18 characters; check it."}},
    {"ID_DIGITS",
     {"身份证号应为17位数字加1位数字或X，请核对。",
      "A citizen number is 17 digits and a digit or X; check it."}},
    {"ID_REGION",
     {"身份证号前两位不是省级代码，请核对。",
      "The citizen number does not begin with a province's code; check it."}},
    {"ID_DATE",
     {"身份证号中的出生日期不存在，请核对。",
      "The birth date in the citizen number does not exist; check it."}},
    {"ID_CHECK_DIGIT",
     {"身份证号校验位不符，可能有一位录错，请核对。",
      "The citizen number's check digit is wrong, one digit may be mistyped; check it."}},
    {kImplausibleBirth,
     {"出生日期晚于今天或早于130年前，请核对身份证号。",
      "The birth date is in the future or over 130 years ago; check the citizen number."}},
    {"MOBILE_FORMAT",
     {"不是11位手机号，已忽略；人员照常参保。",
      "This is no mobile number of 11 digits and was left out; the person is enrolled."}},
    {kBadDate, {"日期无法识别，请写成2024-05-01。", "This is no date; write it as 2024-05-01."}},
    {kDateInFuture, {"日期晚于今天，请核对。", "The date is in the future; check it."}},
    {kDischargeBeforeAdmit,
     {"出院日期早于入院日期，请核对。", "Discharged before admitted; check both dates."}},
    {kBadTime,
     {"时间无法识别，请写成2024-05-01 10:05:12。",
      "This is no time; write it as 2024-05-01 10:05:12."}},
    {kBadAmount,
     {"金额无法识别，请以元为单位填写，最多两位小数。",
      "This is no amount; write yuan with at most two decimals."}},
    {kNegativeAmount, {"金额不能为负，请核对。", "An amount is never negative; check it."}},
    {kAmountTooLarge, {"金额过大，请核对单位。", "The amount is too large; check its unit."}},
    {kUnknownCode,
     {"医疗类别代码未知，请核对对照表。", "The kind of visit is not known; check the code table."}},
    {kBadVersion, {"版本应为从1起的整数。", "A version is a whole number from 1 on."}},
    {kVersionNotSupported,
     {"暂不受理版本1以后的更正，请联系市级工会。",
      "Corrections after version 1 are not taken yet; ask the city federation."}},
};

}  // namespace

FaultText TextOf(std::string_view reason) {
  for (const Entry& entry : kTexts) {
    if (entry.reason == reason) return entry.text;
  }
  return {};
}

}  // namespace unioncare::medical
