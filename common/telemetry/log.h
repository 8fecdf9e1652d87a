#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/base/instant.h"

// The log: one JSON object a line on stderr. An event has a fixed name and typed fields; there is
// no free text to build, so nothing a caller sent can break a line or pose as another one.
//
//   Log(Level::kInfo, "batch_committed", {{"commands", 17}, {"trace", trace.trace_id}});
//   {"time":"2024-05-01T00:00:00.000001Z","level":"info","service":"unioncare-medical",
//    "event":"batch_committed","commands":17,"trace":"4bf92f3577b34da6a3ce929d0e0e4736"}
//
// Never a field that the contracts give a privacy class: no names, numbers, phones, diagnoses.
namespace unioncare::telemetry {

enum class Level { kInfo, kWarning, kError };

struct Field {
  std::string_view key;  // snake_case; not time, level, service or event
  std::variant<bool, int64_t, std::string> value;

  Field(std::string_view name, bool boolean) : key(name), value(boolean) {}
  template <std::integral Number>
  Field(std::string_view name, Number number) : key(name), value(static_cast<int64_t>(number)) {}
  Field(std::string_view name, std::string_view text) : key(name), value(std::string(text)) {}
  Field(std::string_view name, const std::string& text) : key(name), value(text) {}
  Field(std::string_view name, const char* text) : key(name), value(std::string(text)) {}
};

inline constexpr size_t kMaxLogValueBytes = 2048;  // longer ones are cut and end in "…"

// Names the process in every line; called once, before threads start.
void SetLogService(std::string_view service);

void Log(Level level, std::string_view event, const std::vector<Field>& fields = {});

// The line that Log writes, without its newline.
std::string FormatLogLine(base::Instant at, Level level, std::string_view service,
                          std::string_view event, const std::vector<Field>& fields);

// Text as a JSON string in quotes. Beyond what JSON asks for, controls (C0, DEL, C1), line
// separators, bidirectional and zero-width characters are escaped and broken UTF-8 is U+FFFD, so
// that a terminal shows what is there.
std::string QuoteForLog(std::string_view text);

}  // namespace unioncare::telemetry
