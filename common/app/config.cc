#include "common/app/config.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"

namespace unioncare::app {
namespace {

namespace pb = google::protobuf;

class FirstFault : public pb::io::ErrorCollector {
 public:
  void AddError(int line, int, const std::string& message) override {
    if (line_ >= 0) return;
    line_ = line;
    problem_ = message;
    if (!problem_.ends_with('.')) problem_ += '.';
  }

  std::string line() const { return std::to_string(line_ + 1); }
  const std::string& problem() const { return problem_; }

 private:
  int line_ = -1;
  std::string problem_;
};

bool IsSecret(const pb::FieldDescriptor& field) {
  constexpr std::array<std::string_view, 4> kSecrets = {"password", "secret", "token", "key"};
  const std::string_view name = field.name();
  if (field.cpp_type() != pb::FieldDescriptor::CPPTYPE_STRING) return false;
  for (std::string_view secret : kSecrets) {
    if (name.ends_with(secret)) return true;
  }
  return false;
}

void Redact(pb::Message& message);

void RedactField(pb::Message& message, const pb::FieldDescriptor& field) {
  const pb::Reflection& reflection = *message.GetReflection();
  const bool nested = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
  if (field.is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      if (nested) Redact(*reflection.MutableRepeatedMessage(&message, &field, i));
      if (IsSecret(field)) reflection.SetRepeatedString(&message, &field, i, "[redacted]");
    }
  } else {
    if (nested) Redact(*reflection.MutableMessage(&message, &field));
    if (IsSecret(field)) reflection.SetString(&message, &field, "[redacted]");
  }
}

void Redact(pb::Message& message) {
  std::vector<const pb::FieldDescriptor*> present;
  message.GetReflection()->ListFields(message, &present);
  for (const pb::FieldDescriptor* field : present) RedactField(message, *field);
}

}  // namespace

absl::Status LoadConfig(const std::string& path, pb::Message* config) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open() || !std::filesystem::is_regular_file(path, ignored)) {
    return Refuse(kConfigUnreadable, {{"path", path}});
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  FirstFault fault;
  pb::TextFormat::Parser parser;
  parser.RecordErrorsTo(&fault);
  if (parser.ParseFromString(text, config)) return absl::OkStatus();
  return Refuse(kConfigMalformed,
                {{"path", path}, {"line", fault.line()}, {"problem", fault.problem()}});
}

std::string RedactedConfig(const pb::Message& config) {
  const std::unique_ptr<pb::Message> copy(config.New());
  copy->CopyFrom(config);
  Redact(*copy);
  pb::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(*copy, &text);
  return text;
}

}  // namespace unioncare::app
