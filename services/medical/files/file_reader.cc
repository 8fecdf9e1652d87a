#include "services/medical/files/file_reader.h"

#include <algorithm>
#include <charconv>

#include "common/crypto/digest.h"
#include "common/csv/cells.h"
#include "common/csv/encoding.h"
#include "common/csv/format.h"
#include "common/csv/header.h"
#include "common/csv/reader.h"
#include "common/status/status.h"
#include "services/medical/files/reasons.h"

namespace unioncare::medical {
namespace {

constexpr int64_t kMaxFileBytes = int64_t{1} << 30;
// What encoding and delimiter are recognized by, however the file is sliced.
constexpr size_t kFormatBytes = 64 * 1024;
constexpr size_t kMaxIgnoredHeaders = 1000;  // characters that are kept of them
// The namespace of the UUIDs of file chunks.
constexpr base::Uuid kChunkNamespace = {0x0c, 0x62, 0x3e, 0x8b, 0x57, 0x1d, 0x4d, 0x8e,
                                        0x8f, 0x94, 0x3a, 0x0e, 0x5c, 0x2b, 0x71, 0x02};

csv::Format FormatOf(const store::UploadState& state) {
  return {static_cast<csv::Encoding>(state.encoding), state.delimiter.at(0)};
}

std::vector<csv::Column> CsvColumns(std::span<const Column> columns) {
  std::vector<csv::Column> out;
  for (const Column& column : columns) {
    out.push_back({column.canonical, column.required, column.Headers()});
  }
  return out;
}

std::string Joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

// "name=1;id_number=2"
std::map<std::string, size_t> ColumnMap(std::string_view text) {
  std::map<std::string, size_t> columns;
  for (const auto& [name, position] : ParseTally(text)) columns[name] = position;
  return columns;
}

absl::Status HeaderRefusal(const csv::HeaderMatch& match) {
  const auto& reason =
      match.fault == csv::HeaderFault::kAmbiguous ? kHeaderAmbiguous : kMissingHeader;
  return status::Refuse(reason, {{"columns", Joined(match.culprits, ", ")}});
}

absl::Status CsvRefusal(csv::CsvFault fault, int64_t row) {
  return status::Refuse(
      kFileMalformed, {{"fault", std::string(csv::ReasonOf(fault))}, {"row", std::to_string(row)}});
}

}  // namespace

std::map<std::string, int64_t> ParseTally(std::string_view text) {
  std::map<std::string, int64_t> tally;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    const size_t equals = item.find('=');
    std::from_chars(item.data() + equals + 1, item.data() + item.size(),
                    tally[std::string(item.substr(0, equals))]);
  }
  return tally;
}

void AddToTally(std::string_view reason, std::string& text) {
  auto tally = ParseTally(text);
  ++tally[std::string(reason)];
  text.clear();
  for (const auto& [name, count] : tally) {
    if (!text.empty()) text += ';';
    text += name + "=" + std::to_string(count);
  }
}

absl::StatusOr<std::optional<FileChunk>> FileReader::Next(std::string_view content, bool last) {
  if (state_.complete) return std::nullopt;
  std::string_view rest = content.substr(consumed_);
  if (state_.next_offset == 0 && state_.delimiter.empty()) {
    if (rest.empty() && last) return status::Refuse(kEmptyFile);
    if (rest.size() < kFormatBytes && !last) return std::nullopt;
    RETURN_IF_ERROR(Start(rest));
  }
  const size_t size = ChunkSize(rest, last);
  if (size == 0 && !(last && rest.empty())) {
    // A record that does not end within the longest there may be.
    if (rest.size() >= csv::kMaxRecordBytes + kChunkBytes) {
      return CsvRefusal(csv::CsvFault::kRecordTooLong, state_.rows + 1);
    }
    return std::nullopt;
  }
  if (state_.next_offset + static_cast<int64_t>(size) > kMaxFileBytes) {
    return status::Refuse(kFileTooLarge);
  }
  FileChunk chunk;
  chunk.offset = state_.next_offset;
  const std::string_view bytes = rest.substr(0, size);
  const bool is_last = last && size == rest.size();
  RETURN_IF_ERROR(ReadRows(bytes, chunk));
  state_.next_offset += static_cast<int64_t>(size);
  state_.complete = is_last;
  crypto::Sha256Stream digest;
  digest.Update(state_.digest.value).Update(is_last ? "last" : "part").Update(bytes);
  state_.digest.value = crypto::Bytes(digest.Finish());
  consumed_ += size;
  chunk.after = state_;
  chunk.request_id = crypto::UuidV5(kChunkNamespace, target_ + state_.digest.value);
  return chunk;
}

absl::Status FileReader::Start(std::string_view content) {
  const csv::Format format = csv::DetectFormat(content.substr(0, kFormatBytes));
  state_.encoding = static_cast<int32_t>(format.encoding);
  state_.delimiter = std::string(1, format.delimiter);
  return absl::OkStatus();
}

// The largest number of whole records within the limits; 0 when the chunk may still grow.
size_t FileReader::ChunkSize(std::string_view rest, bool last) const {
  int rows = 0;
  const size_t size = csv::CompleteRecords(rest, FormatOf(state_), kChunkRows, kChunkBytes, &rows);
  const bool is_full = rows == kChunkRows || rest.size() >= kChunkBytes + csv::kMaxRecordBytes;
  if (is_full && size > 0) return size;
  return last && rest.size() <= kChunkBytes ? rest.size() : (last ? size : 0);
}

absl::Status FileReader::ReadRows(std::string_view bytes, FileChunk& chunk) {
  const csv::Format format = FormatOf(state_);
  if (state_.next_offset == 0) bytes.remove_prefix(csv::BomBytes(bytes, format.encoding));
  const auto text = csv::Decode(bytes, format.encoding);
  if (!text) return status::Refuse(kEncodingUnknown);
  csv::Reader reader(*text, format.delimiter, state_.rows + 1);
  std::vector<csv::Record> records;
  for (csv::Record record; reader.Next(&record);) records.push_back(record);
  if (reader.fault() != csv::CsvFault::kNone) return CsvRefusal(reader.fault(), reader.row());
  size_t first = 0;
  if (state_.columns.empty()) {
    const csv::HeaderMatch match = csv::MatchHeader(
        std::span(records).first(std::min<size_t>(records.size(), 10)), CsvColumns(columns_));
    if (match.fault != csv::HeaderFault::kNone) return HeaderRefusal(match);
    for (const auto& [field, position] : match.columns) {
      if (!state_.columns.empty()) state_.columns += ';';
      state_.columns += field + "=" + std::to_string(position);
    }
    state_.ignored = Joined(match.unknown, "\n").substr(0, kMaxIgnoredHeaders);
    first = match.index + 1;
  }
  state_.rows += static_cast<int32_t>(records.size());
  const auto columns = ColumnMap(state_.columns);
  for (size_t i = first; i < records.size() && !state_.ended; ++i) {
    const csv::RowKind kind = csv::KindOf(records[i]);
    state_.ended = kind == csv::RowKind::kTotal || kind == csv::RowKind::kFooter;
    if (kind != csv::RowKind::kData) continue;
    FileRow row{static_cast<int32_t>(records[i].row), {}};
    for (const auto& [field, position] : columns) {
      if (position >= records[i].cells.size()) continue;
      std::string cell = csv::CleanCell(records[i].cells[position]);
      row.cells[field] = csv::IsBlank(cell) ? "" : std::move(cell);
    }
    chunk.rows.push_back(std::move(row));
  }
  return absl::OkStatus();
}

}  // namespace unioncare::medical
