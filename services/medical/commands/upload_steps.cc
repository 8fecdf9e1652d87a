#include "services/medical/commands/upload_steps.h"

#include "services/medical/commands/reasons.h"

namespace unioncare::medical {

absl::Status CheckFollows(const store::UploadState& upload, const FileChunk& chunk) {
  if (upload.complete) return status::Refuse(kUploadComplete);
  if (upload.next_offset != chunk.offset) {
    return status::Refuse(kOffsetMismatch, {{"next_offset", std::to_string(upload.next_offset)}});
  }
  return absl::OkStatus();
}

store::UploadState Advanced(const store::UploadState& upload, const FileChunk& chunk) {
  store::UploadState after = chunk.after;
  after.refused = upload.refused;
  after.reasons = upload.reasons;
  return after;
}

void SaveChunk(store::Store& store, int64_t upload, const FileChunk& chunk,
               const change::Moment& moment) {
  store::UploadChunkRow row;
  row.id = moment.NewId();
  row.upload = upload;
  row.next_offset = chunk.after.next_offset;
  row.rows = chunk.after.rows;
  row.digest = chunk.after.digest;
  store.chunks.Save(std::move(row), "READ");
}

void Report(store::Store& store, int64_t upload_id, store::UploadState& upload, int32_t row,
            const Fault& fault, const change::Moment& moment, int32_t other_row) {
  AddToTally(fault.reason, upload.reasons);
  store::UploadErrorRow error;
  error.id = moment.NewId();
  error.upload = upload_id;
  error.row = row;
  error.column = fault.column;
  error.reason = fault.reason;
  error.other_row = other_row;
  error.warning = fault.warning;
  store.errors.Save(std::move(error), "REPORTED");
}

}  // namespace unioncare::medical
