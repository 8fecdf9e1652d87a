#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// Why a claim is refused and why somebody must look at one (domain/medical §3.8). The names are
// stored and sent: never renamed, only added to.
namespace unioncare::medical {

enum class Refusal {
  kNoCover,
  kWaitingPeriod,
  kBeforeStart,
  kExpired,
  kDuplicateShare,
  kDuplicateClaim,
  kCapReached,
  kBelowDeductible,
  kExcludedCause,
  kPreExisting,
  kLateFiling,
  kClassAlreadyPaid,
  kNotInCatalogue,
  kDocMissing,
  kNegativeBase,
  kThirdParty,
};

// "WAITING_PERIOD" and its text; static storage.
std::string_view Name(Refusal refusal);
std::string_view Label(Refusal refusal);    // Chinese
std::string_view LabelEn(Refusal refusal);  // English
// nullopt for a name that is not exactly one of the list.
std::optional<Refusal> RefusalFromName(std::string_view name);

// One bit each, so that a set of flags is a uint32_t.
enum class Flag : uint32_t {
  kPrePaymentEvent = 1 << 0,   // admitted before the bank received the fee
  kBillInconsistent = 1 << 1,  // the bill breaks its invariant
  kSameInvoice = 1 << 2,       // raised by whoever sees invoices; Adjudicate does not
  kSameStay = 1 << 3,          // another live settlement of the same encounter
  kRiskAmount = 1 << 4,        // raised by risk rules; Adjudicate does not
};

constexpr uint32_t Bit(Flag flag) { return static_cast<uint32_t>(flag); }

std::string_view Name(Flag flag);  // "PRE_PAYMENT_EVENT"
// The flags of a set by name, lowest bit first.
std::vector<std::string_view> FlagNames(uint32_t flags);

}  // namespace unioncare::medical
