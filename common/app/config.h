#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/status/status.h"
#include "google/protobuf/message.h"

// A service's configuration: one protobuf message of its own in text format.
namespace unioncare::app {

// metadata: path
inline constexpr status::Reason kConfigUnreadable{
    "CONFIG_UNREADABLE", absl::StatusCode::kFailedPrecondition,
    "The configuration {path} is not a readable file; correct --config.",
    "无法读取配置文件{path}，请更正--config。"};

// metadata: path, line (from 1), problem
inline constexpr status::Reason kConfigMalformed{
    "CONFIG_MALFORMED", absl::StatusCode::kFailedPrecondition,
    "{path}:{line}: {problem} Correct the configuration and start again.",
    "配置文件{path}第{line}行有误，请更正后重新启动。（{problem}）"};

// Fills `config`. An unknown key, a key given twice or a value of another type is refused with the
// line of the first such fault.
absl::Status LoadConfig(const std::string& path, google::protobuf::Message* config);

// The configuration on one line, for the log and for operators. Text whose field is named as a
// secret ("password", "private_key", ...) reads "[redacted]"; the path of a secret file does not.
std::string RedactedConfig(const google::protobuf::Message& config);

}  // namespace unioncare::app
