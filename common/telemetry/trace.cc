#include "common/telemetry/trace.h"

#include <cstdint>
#include <random>

#include "absl/strings/str_format.h"

namespace unioncare::telemetry {
namespace {

constexpr size_t kLength = 55;  // of version 00

bool IsLowerHex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsId(std::string_view text) {
  return IsLowerHex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

// 16 hex digits, never all zero. Ids need to differ, not to be secret.
std::string RandomHalf() {
  thread_local std::mt19937_64 source = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return absl::StrFormat("%016x", std::uniform_int_distribution<uint64_t>(1)(source));
}

}  // namespace

std::optional<TraceContext> ParseTraceparent(std::string_view header) {
  if (header.size() < kLength || header[2] != '-' || header[35] != '-' || header[52] != '-') {
    return std::nullopt;
  }
  const std::string_view version = header.substr(0, 2);
  const std::string_view trace_id = header.substr(3, 32);
  const std::string_view span_id = header.substr(36, 16);
  const std::string_view flags = header.substr(53, 2);
  if (!IsLowerHex(version) || version == "ff" || !IsId(trace_id) || !IsId(span_id) ||
      !IsLowerHex(flags)) {
    return std::nullopt;
  }
  if (header.size() > kLength && (version == "00" || header[kLength] != '-')) return std::nullopt;
  const bool sampled = std::string_view("13579bdf").find(flags[1]) != std::string_view::npos;
  return TraceContext{std::string(trace_id), std::string(span_id), sampled};
}

std::string ToTraceparent(const TraceContext& trace) {
  return "00-" + trace.trace_id + "-" + trace.span_id + (trace.sampled ? "-01" : "-00");
}

TraceContext NewTrace() { return {RandomHalf() + RandomHalf(), RandomHalf(), false}; }

TraceContext ChildOf(const TraceContext& parent) {
  return {parent.trace_id, RandomHalf(), parent.sampled};
}

TraceContext ContinueTrace(std::string_view header) {
  const std::optional<TraceContext> parent = ParseTraceparent(header);
  return parent ? ChildOf(*parent) : NewTrace();
}

}  // namespace unioncare::telemetry
