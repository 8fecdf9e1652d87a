#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/id.h"
#include "services/medical/rules/column.h"
#include "services/medical/store/rows.h"

// How an uploaded file is read: in whole chunks of at most 1,000 rows or 512 KB, counted from the
// file's start, so that the same bytes always fall into the same chunks. A chunk is one command;
// its request_id derives from the digest of everything up to its end, so that the same file for the
// same target is replayed and another file is not.
namespace unioncare::medical {

inline constexpr int kChunkRows = 1000;
inline constexpr size_t kChunkBytes = 512 * 1024;

// A row of the file with its cells by canonical column, cleaned.
struct FileRow {
  int32_t row = 0;
  std::map<std::string, std::string, std::less<>> cells;

  std::string_view Cell(std::string_view column) const {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string_view() : std::string_view(found->second);
  }
};

// One chunk: what it holds, and the upload's state once it is taken.
struct FileChunk {
  base::Uuid request_id{};
  int64_t offset = 0;
  store::UploadState after;
  std::vector<FileRow> rows;
};

// Reads the chunks that are whole in `content`, which starts where `state` ends. With `last`, the
// file ends with `content` and the rest is a chunk too. `target` is the resource's name.
//
// Refusals: FILE_TOO_LARGE, EMPTY_FILE, ENCODING_UNKNOWN, MISSING_HEADER, HEADER_AMBIGUOUS (both
// with metadata `columns`), CSV_… of common/csv (with metadata `row`).
class FileReader {
 public:
  FileReader(std::string target, std::span<const Column> columns, store::UploadState state)
      : target_(std::move(target)), columns_(columns), state_(std::move(state)) {}

  // The next whole chunk of `content`, from `consumed()` on; nullopt: there is none.
  absl::StatusOr<std::optional<FileChunk>> Next(std::string_view content, bool last);
  size_t consumed() const { return consumed_; }

 private:
  absl::Status Start(std::string_view content);
  size_t ChunkSize(std::string_view rest, bool last) const;
  absl::Status ReadRows(std::string_view bytes, FileChunk& chunk);

  const std::string target_;
  const std::span<const Column> columns_;
  store::UploadState state_;
  size_t consumed_ = 0;
};

// How often each reason came, as UploadState keeps it.
std::map<std::string, int64_t> ParseTally(std::string_view text);
void AddToTally(std::string_view reason, std::string& text);

}  // namespace unioncare::medical
