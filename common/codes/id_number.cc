#include "common/codes/id_number.h"

#include <algorithm>
#include <array>

namespace unioncare::codes {
namespace {

constexpr size_t kLength = 18;
constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kChecks = "10X98765432";
constexpr int kOldestYears = 130;

constexpr std::array<std::string_view, 35> kProvinces = {
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34",
    "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
    "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83"};

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int Number(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

std::optional<base::Date> ReadBirth(std::string_view id) {
  return base::Date::FromYmd(Number(id.substr(6, 4)), Number(id.substr(10, 2)),
                             Number(id.substr(12, 2)));
}

}  // namespace

std::string_view ReasonOf(IdNumberFault fault) {
  switch (fault) {
    case IdNumberFault::kNone:
      return "";
    case IdNumberFault::kLength:
      return "ID_LENGTH";
    case IdNumberFault::kDigits:
      return "ID_DIGITS";
    case IdNumberFault::kRegion:
      return "ID_REGION";
    case IdNumberFault::kDate:
      return "ID_DATE";
    case IdNumberFault::kCheck:
      return "ID_CHECK_DIGIT";
  }
  return "";
}

std::string NormalizeIdNumber(std::string_view text) {
  std::string id(text);
  if (id.ends_with('x')) id.back() = 'X';
  return id;
}

IdNumberFault ValidateIdNumber(std::string_view id) {
  if (id.size() != kLength) return IdNumberFault::kLength;
  const std::string_view body = id.substr(0, kLength - 1);
  const char check = id.back();
  if (!AllDigits(body) || (check != 'X' && !AllDigits(id.substr(kLength - 1)))) {
    return IdNumberFault::kDigits;
  }
  if (std::find(kProvinces.begin(), kProvinces.end(), id.substr(0, 2)) == kProvinces.end()) {
    return IdNumberFault::kRegion;
  }
  if (!ReadBirth(id)) return IdNumberFault::kDate;
  if (check != IdNumberCheck(body)) return IdNumberFault::kCheck;
  return IdNumberFault::kNone;
}

char IdNumberCheck(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) sum += (digits[i] - '0') * kWeights[i];
  return kChecks[sum % 11];
}

base::Date BirthDateOf(std::string_view id) { return ReadBirth(id).value_or(base::Date{}); }

Sex SexOf(std::string_view id) { return (id[16] - '0') % 2 == 1 ? Sex::kMale : Sex::kFemale; }

std::optional<std::string> UpgradeIdNumber(std::string_view text) {
  if (text.size() != 15 || !AllDigits(text)) return std::nullopt;
  std::string id = std::string(text.substr(0, 6)) + "19" + std::string(text.substr(6));
  id += IdNumberCheck(id);
  return id;
}

bool ImplausibleBirth(base::Date birth, base::Date today) {
  return birth > today || today > base::ForwardAnniversary(birth, kOldestYears);
}

}  // namespace unioncare::codes
