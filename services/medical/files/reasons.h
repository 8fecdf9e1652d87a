#pragma once

#include "common/status/status.h"

// Why a file cannot be read. A name is never changed.
namespace unioncare::medical {

using status::Reason;

inline constexpr Reason kFileTooLarge{"FILE_TOO_LARGE", absl::StatusCode::kInvalidArgument,
                                      "A file has at most 1 GB; split it.",
                                      "文件不得超过 1 GB，请拆分。"};
inline constexpr Reason kEmptyFile{"EMPTY_FILE", absl::StatusCode::kInvalidArgument,
                                   "The file is empty.", "文件为空。"};
inline constexpr Reason kEncodingUnknown{
    "ENCODING_UNKNOWN", absl::StatusCode::kInvalidArgument,
    "The text is neither UTF-8 nor GB18030; save the file as CSV UTF-8.",
    "文件编码既非 UTF-8 也非 GB18030，请另存为 CSV UTF-8。"};
inline constexpr Reason kMissingHeader{
    "MISSING_HEADER", absl::StatusCode::kInvalidArgument,
    "No header row with every required column; missing: {columns}.",
    "未找到包含全部必需列的表头，缺少：{columns}。"};
inline constexpr Reason kHeaderAmbiguous{"HEADER_AMBIGUOUS", absl::StatusCode::kInvalidArgument,
                                         "Two headers mean the same column: {columns}; keep one.",
                                         "多个表头对应同一列：{columns}，请只保留一个。"};
inline constexpr Reason kFileMalformed{
    "FILE_MALFORMED", absl::StatusCode::kInvalidArgument,
    "Row {row} is no CSV: {fault}; mend it and send the file again.",
    "第 {row} 行不符合 CSV 格式（{fault}），请修改后重新上传。"};

}  // namespace unioncare::medical
