#include "common/telemetry/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "absl/strings/str_format.h"
#include "common/base/clock.h"

namespace unioncare::telemetry {
namespace {

constexpr uint32_t kReplacement = 0xfffd;

struct Decoded {
  uint32_t character;
  size_t size;
};

// The first character; a byte that begins none counts as one U+FFFD.
Decoded Decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return {kReplacement, 1};
  uint32_t character = first & (0x7f >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {kReplacement, 1};
    character = character << 6 | (byte(i) & 0x3f);
  }
  constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xd800 && character <= 0xdfff;
  if (character < kSmallest[size] || character > 0x10ffff || surrogate) return {kReplacement, 1};
  return {character, size};
}

bool IsHidden(uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0xad || c == 0x61c ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == kReplacement;
}

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "error";
}

std::string ToJson(const std::variant<bool, int64_t, std::string>& value) {
  if (const bool* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const int64_t* number = std::get_if<int64_t>(&value)) return std::to_string(*number);
  return QuoteForLog(std::get<std::string>(value));
}

// Neither is ever destroyed: a thread may log while the process ends.
std::string& Service() {
  static std::string& service = *new std::string;
  return service;
}

spdlog::logger& Logger() {
  static spdlog::logger& logger = *[] {
    auto* made = new spdlog::logger("", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    return made;
  }();
  return logger;
}

}  // namespace

std::string QuoteForLog(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const auto [character, size] = Decode(text);
    if (quoted.size() > kMaxLogValueBytes) return quoted + "…\"";
    if (IsHidden(character)) {
      quoted += absl::StrFormat("\\u%04x", character);
    } else {
      if (character == '"' || character == '\\') quoted += '\\';
      quoted.append(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
  return quoted + '"';
}

std::string FormatLogLine(base::Instant at, Level level, std::string_view service,
                          std::string_view event, const std::vector<Field>& fields) {
  std::string line =
      absl::StrFormat(R"({"time":"%s","level":"%s","service":%s,"event":%s)", base::ToRfc3339(at),
                      LevelName(level), QuoteForLog(service), QuoteForLog(event));
  for (const Field& field : fields) {
    line.append(",").append(QuoteForLog(field.key)).append(":").append(ToJson(field.value));
  }
  return line + "}";
}

void SetLogService(std::string_view service) { Service() = service; }

void Log(Level level, std::string_view event, const std::vector<Field>& fields) {
  // The level stands in the line; the logger only writes.
  Logger().log(spdlog::level::critical, spdlog::string_view_t("{}"),
               FormatLogLine(base::SystemClock().Now(), level, Service(), event, fields));
}

}  // namespace unioncare::telemetry
