#include "services/gateway/json.h"

#include <set>
#include <utility>
#include <vector>

#include "common/base/utf8.h"
#include "common/status/status.h"
#include "google/protobuf/util/json_util.h"
#include "rapidjson/error/en.h"
#include "rapidjson/reader.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"
#include "services/gateway/fields.h"
#include "services/gateway/reasons.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kMaxShownName = 64;

enum class Token { kText, kNumber, kBool };

bool Accepts(const FieldDescriptor& field, Token token) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return token == Token::kBool;
    case FieldDescriptor::CPPTYPE_STRING:
      return token == Token::kText;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return token == Token::kText &&
             field.message_type()->full_name() == "google.protobuf.Timestamp";
    default:
      return token != Token::kBool;
  }
}

// Receives the parser's events and fills the message as they come.
class Filler : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Filler> {
 public:
  Filler(std::string_view prefix, Message& root) : prefix_(prefix), root_(root) {}

  bool Null() {
    if (levels_.empty()) return Refuse("not an object");
    return CountValue() && (!Here().in_array || Complain("TYPE", "a value", "具体的值"));
  }
  bool Bool(bool value) { return Scalar(Token::kBool, value ? "true" : "false"); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
    return Scalar(Token::kNumber, std::string(text, size));
  }
  bool String(const char* text, rapidjson::SizeType size, bool) {
    std::string value(text, size);
    if (!base::DecodeUtf8(value)) return Refuse("lone surrogate");
    return Scalar(Token::kText, std::move(value));
  }

  bool StartObject() {
    if (!CountValue() || !CheckDepth()) return false;
    Message* message = levels_.empty() ? &root_ : OpenMessage();
    levels_.push_back({.message = message});
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    std::string name(text, size);
    if (!base::DecodeUtf8(name)) return Refuse("lone surrogate");
    Level& level = Here();
    level.field = level.message ? FindField(*level.message->GetDescriptor(), name) : nullptr;
    level.key = name.size() > kMaxShownName ? "(long name)" : name;
    if (level.message && !level.field)
      return Complain("UNKNOWN_FIELD", "a field of the contract", "接口约定的字段");
    // Both spellings of a field are one name.
    if (!level.seen.insert(level.field ? level.field->name() : name).second) {
      return Complain("DUPLICATE_FIELD", "there only once", "只出现一次的字段");
    }
    return true;
  }
  bool EndObject(rapidjson::SizeType) { return Close(); }

  bool StartArray() {
    if (levels_.empty()) return Refuse("not an object");
    if (!CountValue() || !CheckDepth()) return false;
    const Level& level = Here();
    const FieldDescriptor* field = level.field;
    if (field && (!field->is_repeated() || level.in_array)) {
      Mistyped(*field);
      field = nullptr;
    }
    levels_.push_back({.message = level.message, .field = field, .in_array = true});
    return true;
  }
  bool EndArray(rapidjson::SizeType) { return Close(); }

  const std::string& problem() const { return problem_; }
  const std::vector<status::FieldViolation>& violations() const { return violations_; }

 private:
  // An object or array that is open. Without a field, what comes is checked as JSON and dropped.
  struct Level {
    Message* message = nullptr;              // that the fields belong to
    const FieldDescriptor* field = nullptr;  // that the next value is for
    bool in_array = false;
    size_t index = 0;
    std::string key;
    std::set<std::string> seen;
  };

  Level& Here() { return levels_.back(); }

  bool Refuse(std::string_view problem) {
    problem_ = problem;
    return false;
  }
  bool CheckDepth() { return levels_.size() < kMaxJsonDepth || Refuse("nested too deeply"); }
  bool CountValue() {
    if (!levels_.empty() && Here().in_array) ++Here().index;
    return ++values_ <= kMaxJsonValues || Refuse("too many values");
  }
  bool Close() {
    levels_.pop_back();
    return true;
  }

  std::string PathHere() const {
    std::string path = prefix_;
    for (const Level& level : levels_) {
      if (level.in_array) {
        path += "[" + std::to_string(level.index - 1) + "]";
      } else {
        path += (path.size() > prefix_.size() ? "." : "");
        path += level.field ? level.field->name() : level.key;
      }
    }
    return path;
  }
  bool Complain(const char* reason, std::string_view english, std::string_view chinese) {
    violations_.push_back({PathHere(), reason, "Must be " + std::string(english) + ".",
                           "须为" + std::string(chinese) + "。"});
    return true;
  }
  bool Mistyped(const FieldDescriptor& field) {
    const Wanted wanted = WantedBy(field);
    const bool list = field.is_repeated() && !Here().in_array;
    return list ? Complain("TYPE", "a list", "列表")
                : Complain("TYPE", wanted.english, wanted.chinese);
  }
  bool ClaimOneof(const Level& level) {
    const auto* oneof = level.field->real_containing_oneof();
    if (!oneof || !level.message->GetReflection()->HasOneof(*level.message, oneof)) return true;
    Complain("ONEOF", "the only one of its alternatives", "各备选字段中唯一的一个");
    return false;
  }

  bool Scalar(Token token, std::string text) {
    if (levels_.empty()) return Refuse("not an object");
    if (!CountValue()) return false;
    const Level& level = Here();
    if (!level.field) return true;
    if (level.field->is_repeated() != level.in_array || !Accepts(*level.field, token)) {
      return Mistyped(*level.field);
    }
    if (!ClaimOneof(level)) return true;
    return SetFromText(*level.field, text, *level.message) || Mistyped(*level.field);
  }

  // nullptr when the field is not one for an object.
  Message* OpenMessage() {
    const Level& level = Here();
    if (!level.field) return nullptr;
    const bool fits = level.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                      !level.field->is_map() && level.field->is_repeated() == level.in_array &&
                      level.field->message_type()->full_name() != "google.protobuf.Timestamp";
    if (!fits) Mistyped(*level.field);
    if (!fits || !ClaimOneof(level)) return nullptr;
    const auto* reflection = level.message->GetReflection();
    return level.in_array ? reflection->AddMessage(level.message, level.field)
                          : reflection->MutableMessage(level.message, level.field);
  }

  const std::string prefix_;
  Message& root_;
  std::vector<Level> levels_;
  size_t values_ = 0;
  std::string problem_;
  std::vector<status::FieldViolation> violations_;
};

absl::Status BadJson(const std::string& problem) {
  return Refuse(kBadJson, {{"problem", problem}});
}

}  // namespace

absl::Status ParseJson(std::string_view text, std::string_view prefix, Message& message) {
  if (text.find('\0') != std::string_view::npos) return BadJson("NUL byte");
  const std::string terminated(text);
  rapidjson::StringStream stream(terminated.c_str());
  rapidjson::Reader reader;
  Filler filler(prefix, message);
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  const rapidjson::ParseResult parsed = reader.Parse<kFlags>(stream, filler);
  if (parsed.IsError()) {
    std::string what =
        filler.problem().empty() ? rapidjson::GetParseError_En(parsed.Code()) : filler.problem();
    if (what.back() == '.') what.pop_back();
    return BadJson(what + " at byte " + std::to_string(parsed.Offset()));
  }
  return filler.violations().empty() ? absl::OkStatus() : status::BadFields(filler.violations());
}

absl::StatusOr<std::string> PrintJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  const auto printed = google::protobuf::util::MessageToJsonString(message, &text, options);
  if (!printed.ok()) return absl::InternalError(std::string(printed.message()));
  return text;
}

std::string QuoteJson(std::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace unioncare::gateway
