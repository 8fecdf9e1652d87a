#include "common/codes/credit_code.h"

#include <array>

namespace unioncare::codes {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array<int, 17> kWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                          29, 25, 13, 8,  24, 10, 30, 28};
constexpr std::array<int, 8> kBodyWeights = {3, 7, 9, 10, 5, 8, 4, 2};
constexpr size_t kLength = 18;
constexpr size_t kBodyStart = 8;

char Check(std::string_view code) {
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) {
    sum += static_cast<int>(kAlphabet.find(code[i])) * kWeights[i];
  }
  return kAlphabet[(31 - sum % 31) % 31];
}

// GB 11714 numbers the letters by the whole alphabet, unlike GB 32100: A = 10 ... Z = 35.
int BodyValue(char c) { return c <= '9' ? c - '0' : c - 'A' + 10; }

char BodyCheck(std::string_view code) {
  int sum = 0;
  for (size_t i = 0; i < kBodyWeights.size(); ++i) {
    sum += BodyValue(code[kBodyStart + i]) * kBodyWeights[i];
  }
  const int check = (11 - sum % 11) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

}  // namespace

std::string_view ReasonOf(CreditCodeFault fault) {
  switch (fault) {
    case CreditCodeFault::kNone:
      return "";
    case CreditCodeFault::kLength:
      return "CREDIT_CODE_LENGTH";
    case CreditCodeFault::kAlphabet:
      return "CREDIT_CODE_ALPHABET";
    case CreditCodeFault::kCheck:
      return "CREDIT_CODE_CHECK";
    case CreditCodeFault::kBody:
      return "CREDIT_CODE_BODY";
  }
  return "";
}

std::string NormalizeCreditCode(std::string_view text) {
  std::string code(text);
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return code;
}

CreditCodeFault ValidateCreditCode(std::string_view code) {
  if (code.size() != kLength) return CreditCodeFault::kLength;
  if (code.find_first_not_of(kAlphabet) != std::string_view::npos) {
    return CreditCodeFault::kAlphabet;
  }
  if (code.back() != Check(code)) return CreditCodeFault::kCheck;
  if (code[kBodyStart + kBodyWeights.size()] != BodyCheck(code)) return CreditCodeFault::kBody;
  return CreditCodeFault::kNone;
}

bool IsUnionCreditCode(std::string_view code) { return code.starts_with("81"); }

}  // namespace unioncare::codes
