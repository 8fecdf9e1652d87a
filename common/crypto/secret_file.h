#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/status/status.h"

// Files that hold a secret: read only when nobody else can.
namespace unioncare::crypto {

// metadata: path
inline constexpr status::Reason kSecretFileUnreadable{
    "SECRET_FILE_UNREADABLE", absl::StatusCode::kFailedPrecondition,
    "{path} is not a readable file of at most 64 KB; make the key or correct the path.",
    "无法读取密钥文件{path}（须为不超过64KB的普通文件），请生成密钥或更正路径。"};

// metadata: path, mode
inline constexpr status::Reason kSecretFileTooOpen{
    "SECRET_FILE_TOO_OPEN", absl::StatusCode::kFailedPrecondition,
    "{path} has mode {mode}, so others may read the secret; run chmod 600 on it.",
    "密钥文件{path}的权限为{mode}，他人可以读取，请执行chmod 600。"};

// metadata: path
inline constexpr status::Reason kSecretFileMalformed{
    "SECRET_FILE_MALFORMED", absl::StatusCode::kFailedPrecondition,
    "{path} does not hold a key of the expected form; make the key again.",
    "密钥文件{path}的内容格式不正确，请重新生成密钥。"};

// The whole content. Mode 0600 or stricter, at most 64 KB; links are followed.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

}  // namespace unioncare::crypto
