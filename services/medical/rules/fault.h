#pragma once

#include <string_view>

// What is wrong with one cell of a row of an uploaded file.
namespace unioncare::medical {

struct Fault {
  std::string_view column;  // canonical, such as "id_number"; static storage
  std::string_view reason;  // one of those below, or of common/codes; static storage
  bool warning = false;     // the row is taken all the same, without this cell

  friend bool operator==(const Fault&, const Fault&) = default;
};

inline constexpr std::string_view kRequired = "REQUIRED";
inline constexpr std::string_view kTooLong = "TOO_LONG";
inline constexpr std::string_view kImplausibleBirth = "IMPLAUSIBLE_BIRTH";
inline constexpr std::string_view kBadDate = "BAD_DATE";
inline constexpr std::string_view kDateInFuture = "DATE_IN_FUTURE";
inline constexpr std::string_view kDischargeBeforeAdmit = "DISCHARGE_BEFORE_ADMIT";
inline constexpr std::string_view kBadTime = "BAD_TIME";
inline constexpr std::string_view kBadAmount = "BAD_AMOUNT";
inline constexpr std::string_view kNegativeAmount = "NEGATIVE_AMOUNT";
inline constexpr std::string_view kAmountTooLarge = "AMOUNT_TOO_LARGE";
inline constexpr std::string_view kUnknownCode = "UNKNOWN_CODE";
inline constexpr std::string_view kBadVersion = "BAD_VERSION";
inline constexpr std::string_view kVersionNotSupported = "VERSION_NOT_SUPPORTED";

struct FaultText {
  std::string_view message;     // Chinese: what to do
  std::string_view message_en;  // English
};

// Both texts are empty for a reason that rows here do not give.
FaultText TextOf(std::string_view reason);

}  // namespace unioncare::medical
