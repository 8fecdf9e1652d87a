#include "common/rpc/validate.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/id.h"
#include "common/codes/credit_code.h"
#include "common/codes/division.h"
#include "common/codes/id_number.h"
#include "common/codes/mobile.h"
#include "common/rpc/values.h"
#include "common/status/status.h"
#include "google/api/field_behavior.pb.h"
#include "unioncare/options/v1/options.pb.h"

namespace unioncare::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr uint32_t kDefaultMaxLength = 200;
constexpr int kDefaultMaxItems = 100;

// What a field demands, read from its options once.
struct Rule {
  const FieldDescriptor* field;
  bool required = false;
  options::v1::Limits limits;
};

bool HasBehavior(const FieldDescriptor& field, google::api::FieldBehavior behavior) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

const std::vector<Rule>& RulesOf(const Descriptor& type) {
  static std::mutex mutex;
  static std::map<const Descriptor*, std::vector<Rule>> cache;
  const std::lock_guard lock(mutex);
  const auto [entry, is_new] = cache.try_emplace(&type);
  if (is_new) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (HasBehavior(field, google::api::OUTPUT_ONLY)) continue;
      entry->second.push_back({&field, HasBehavior(field, google::api::REQUIRED),
                               field.options().GetExtension(options::v1::limits)});
    }
  }
  return entry->second;
}

size_t Characters(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

bool SegmentIsId(std::string_view segment) {
  return !segment.empty() && segment.size() <= 64 && std::ranges::all_of(segment, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

// "plans/x/versions/1" in "plans/*/versions/*"
bool IsResource(std::string_view name, std::string_view pattern) {
  while (true) {
    const size_t name_end = std::min(name.find('/'), name.size());
    const size_t pattern_end = std::min(pattern.find('/'), pattern.size());
    const std::string_view segment = name.substr(0, name_end);
    const std::string_view expected = pattern.substr(0, pattern_end);
    if (expected == "*" ? !SegmentIsId(segment) : segment != expected) return false;
    if (name_end == name.size() || pattern_end == pattern.size()) {
      return name_end == name.size() && pattern_end == pattern.size();
    }
    name.remove_prefix(name_end + 1);
    pattern.remove_prefix(pattern_end + 1);
  }
}

bool IsLogin(std::string_view text) {
  return !text.empty() && text[0] >= 'a' && text[0] <= 'z' && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

// Empty when the text has the format.
std::string FormatFault(const std::string& text, options::v1::Format format) {
  switch (format) {
    case options::v1::FORMAT_UUID:
      return base::ParseUuid(text) ? "" : "BAD_FORMAT";
    case options::v1::FORMAT_ID_NUMBER: {
      const auto fault = codes::ValidateIdNumber(codes::NormalizeIdNumber(text));
      return fault == codes::IdNumberFault::kNone ? "" : std::string(codes::ReasonOf(fault));
    }
    case options::v1::FORMAT_CREDIT_CODE: {
      const auto fault = codes::ValidateCreditCode(text);
      return fault == codes::CreditCodeFault::kNone ? "" : std::string(codes::ReasonOf(fault));
    }
    case options::v1::FORMAT_DIVISION_CODE:
      return codes::IsCity(text) || codes::IsCounty(text) ? "" : "UNKNOWN_DIVISION";
    case options::v1::FORMAT_MOBILE:
      return codes::IsMobile(text) ? "" : "MOBILE_FORMAT";
    case options::v1::FORMAT_LOGIN:
      return IsLogin(text) ? "" : "BAD_FORMAT";
    default:
      return "";
  }
}

// A sentence for a machine reason: what is wrong, in both languages.
std::pair<std::string_view, std::string_view> Sentence(std::string_view reason) {
  static const std::map<std::string_view, std::pair<std::string_view, std::string_view>>
      kSentences = {
          {"REQUIRED", {"This field is required.", "此项必填。"}},
          {"TOO_SHORT", {"The value is too short.", "内容过短。"}},
          {"TOO_LONG", {"The value is too long.", "内容过长。"}},
          {"TOO_MANY", {"There are too many items.", "项目过多。"}},
          {"TOO_SMALL", {"The number is too small.", "数值过小。"}},
          {"TOO_LARGE", {"The number is too large.", "数值过大。"}},
          {"UNKNOWN_VALUE", {"The value is not one of those that exist.", "取值不在允许范围内。"}},
          {"BAD_AMOUNT", {"The amount must be CNY in whole fen.", "金额须为人民币，精确到分。"}},
          {"BAD_DATE", {"The date must be a whole civil date.", "日期不完整或不存在。"}},
          {"CONTROL_CHARACTER", {"Control characters are not allowed.", "不允许包含控制字符。"}},
      };
  const auto found = kSentences.find(reason);
  if (found != kSentences.end()) return found->second;
  return {"The value does not have the right form; check it digit by digit.",
          "格式不正确，请逐位核对。"};
}

class Validation {
 public:
  void Check(const Message& message, const std::string& path) {
    for (const Rule& rule : RulesOf(*message.GetDescriptor())) CheckField(message, rule, path);
  }

  absl::Status Result() const {
    return violations_.empty() ? absl::OkStatus() : status::BadFields(violations_);
  }

 private:
  void Add(const std::string& field, std::string_view reason) {
    const auto [english, chinese] = Sentence(reason);
    violations_.push_back({field, std::string(reason), std::string(english), std::string(chinese)});
  }

  void CheckField(const Message& message, const Rule& rule, const std::string& prefix) {
    const Reflection& reflection = *message.GetReflection();
    const std::string path = prefix + rule.field->name();
    if (rule.field->is_repeated()) {
      CheckRepeated(message, rule, path);
    } else if (rule.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (reflection.HasField(message, rule.field)) {
        CheckMessage(reflection.GetMessage(message, rule.field), path);
      } else if (rule.required) {
        Add(path, "REQUIRED");
      }
    } else if (!reflection.HasField(message, rule.field) && rule.required) {
      Add(path, "REQUIRED");
    } else {
      CheckScalar(message, rule, path);
    }
  }

  void CheckRepeated(const Message& message, const Rule& rule, const std::string& path) {
    const Reflection& reflection = *message.GetReflection();
    const int size = reflection.FieldSize(message, rule.field);
    const int most = rule.limits.max_items() == 0 ? kDefaultMaxItems : rule.limits.max_items();
    if (size == 0 && rule.required) Add(path, "REQUIRED");
    if (size > most) return Add(path, "TOO_MANY");
    for (int i = 0; i < size; ++i) {
      const std::string item = path + "[" + std::to_string(i) + "]";
      switch (rule.field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_MESSAGE:
          CheckMessage(reflection.GetRepeatedMessage(message, rule.field, i), item);
          break;
        case FieldDescriptor::CPPTYPE_STRING:
          CheckText(reflection.GetRepeatedString(message, rule.field, i), rule, item);
          break;
        case FieldDescriptor::CPPTYPE_ENUM:
          CheckEnum(reflection.GetRepeatedEnumValue(message, rule.field, i), rule, item);
          break;
        default:
          break;
      }
    }
  }

  void CheckMessage(const Message& message, const std::string& path) {
    if (const auto* money = dynamic_cast<const google::type::Money*>(&message)) {
      const auto amount = FenOf(*money);
      if (!amount) Add(path, "BAD_AMOUNT");
      if (amount && amount->value < 0) Add(path, "TOO_SMALL");
    } else if (const auto* date = dynamic_cast<const google::type::Date*>(&message)) {
      if (!DateOf(*date)) Add(path, "BAD_DATE");
    } else {
      Check(message, path + ".");
    }
  }

  void CheckScalar(const Message& message, const Rule& rule, const std::string& path) {
    const Reflection& reflection = *message.GetReflection();
    switch (rule.field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        const std::string& text = reflection.GetStringReference(message, rule.field, &scratch);
        if (!text.empty()) CheckText(text, rule, path);
        break;
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        CheckEnum(reflection.GetEnumValue(message, rule.field), rule, path);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        CheckNumber(reflection.GetInt32(message, rule.field), rule, path);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        CheckNumber(reflection.GetInt64(message, rule.field), rule, path);
        break;
      default:
        break;
    }
  }

  void CheckEnum(int value, const Rule& rule, const std::string& path) {
    if (rule.field->enum_type()->FindValueByNumber(value) == nullptr) Add(path, "UNKNOWN_VALUE");
  }

  void CheckNumber(int64_t value, const Rule& rule, const std::string& path) {
    if (value < rule.limits.minimum()) Add(path, "TOO_SMALL");
    if (rule.limits.maximum() != 0 && value > rule.limits.maximum()) Add(path, "TOO_LARGE");
  }

  void CheckText(const std::string& text, const Rule& rule, const std::string& path) {
    const bool is_bytes = rule.field->type() == FieldDescriptor::TYPE_BYTES;
    const uint32_t most =
        rule.limits.max_length() == 0 ? kDefaultMaxLength : rule.limits.max_length();
    const size_t length = is_bytes ? text.size() : Characters(text);
    if (length > most) return Add(path, "TOO_LONG");
    if (length < rule.limits.min_length()) return Add(path, "TOO_SHORT");
    if (is_bytes) return;
    const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
    if (std::ranges::any_of(text, is_control)) return Add(path, "CONTROL_CHARACTER");
    const std::string fault = FormatFault(text, rule.limits.format());
    if (!fault.empty()) return Add(path, fault);
    if (!rule.limits.resource().empty() && !IsResource(text, rule.limits.resource())) {
      Add(path, "BAD_FORMAT");
    }
  }

  std::vector<status::FieldViolation> violations_;
};

bool IsPrivate(const FieldDescriptor& field) {
  return field.options().GetExtension(options::v1::privacy) !=
         options::v1::PRIVACY_CLASS_UNSPECIFIED;
}

bool SearchPrivate(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (IsPrivate(field)) return true;
    if (field.message_type() != nullptr && SearchPrivate(*field.message_type(), seen)) return true;
  }
  return false;
}

}  // namespace

absl::Status Validate(const Message& request) {
  Validation validation;
  validation.Check(request, "");
  return validation.Result();
}

void Redact(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  reflection.MutableUnknownFields(&message)->Clear();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsPrivate(*field)) {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        Redact(*reflection.MutableRepeatedMessage(&message, field, i));
      }
    } else {
      Redact(*reflection.MutableMessage(&message, field));
    }
  }
}

bool HasPrivateFields(const Descriptor& type) {
  static std::mutex mutex;
  static std::map<const Descriptor*, bool> cache;
  const std::lock_guard lock(mutex);
  const auto [entry, is_new] = cache.try_emplace(&type);
  if (is_new) {
    std::set<const Descriptor*> seen;
    entry->second = SearchPrivate(type, seen);
  }
  return entry->second;
}

}  // namespace unioncare::rpc
