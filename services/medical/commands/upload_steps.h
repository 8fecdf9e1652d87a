#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "common/change/command.h"
#include "services/medical/files/file_reader.h"
#include "services/medical/rules/fault.h"
#include "services/medical/store/store.h"

// What every chunk of every file does with its upload.
namespace unioncare::medical {

// OFFSET_MISMATCH or UPLOAD_COMPLETE unless the chunk follows what was taken before.
absl::Status CheckFollows(const store::UploadState& upload, const FileChunk& chunk);

// The upload after the chunk, with the counts of what was taken before.
store::UploadState Advanced(const store::UploadState& upload, const FileChunk& chunk);

// Where the chunk ended, for those who send it again.
void SaveChunk(store::Store& store, int64_t upload, const FileChunk& chunk,
               const change::Moment& moment);

// An error or warning of a row, in the report and in the tally.
void Report(store::Store& store, int64_t upload_id, store::UploadState& upload, int32_t row,
            const Fault& fault, const change::Moment& moment, int32_t other_row = 0);

}  // namespace unioncare::medical
