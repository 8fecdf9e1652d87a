#include "services/medical/file_upload.h"

#include "common/base/name.h"
#include "common/crypto/digest.h"
#include "common/status/reasons.h"
#include "common/status/status.h"
#include "services/medical/commands/append_file.h"
#include "services/medical/commands/convert.h"
#include "services/medical/commands/reasons.h"
#include "services/medical/files/file_reader.h"
#include "services/medical/rules/roster_row.h"
#include "services/medical/rules/settlement_row.h"
#include "services/medical/store/queries.h"

namespace unioncare::medical {
namespace {

// The upload as it was when it had been read up to `offset`.
absl::StatusOr<store::UploadState> StateAt(db::Connection& connection, int64_t upload_id,
                                           const store::UploadState& now, int64_t offset) {
  if (offset == now.next_offset && !now.complete) return now;
  store::UploadState then;
  if (offset == 0) return then;
  ASSIGN_OR_RETURN(const auto chunk, store::ChunkEndingAt(connection, upload_id, offset));
  if (!chunk) {
    return status::Refuse(kOffsetMismatch, {{"next_offset", std::to_string(now.next_offset)}});
  }
  then = now;
  then.next_offset = offset;
  then.rows = chunk->rows;
  then.digest = chunk->digest;
  then.ended = false;
  then.complete = false;
  return then;
}

change::Request ChunkRequest(const rpc::Call& call, const FileChunk& chunk) {
  change::Request request = call.request;
  request.origin = journal::v1::ORIGIN_CHUNK;
  request.id = chunk.request_id;
  request.body_hash = crypto::Bytes(crypto::Sha256(chunk.after.digest.value));
  // Whoever sends the file again gets the same answer.
  request.deadline.reset();
  return request;
}

// Row is what holds the upload; Chunk the command that takes one chunk of it.
template <class Row, class Chunk, class Request, class Reply>
absl::Status Upload(db::Connection& connection, change::Pipeline& pipeline, const rpc::Call& call,
                    const Request& request, std::string_view collection,
                    std::span<const Column> columns, const Vault& vault, base::Date today,
                    Reply& reply) {
  const int64_t id = base::ParseName(request.name(), collection).value_or(0);
  ASSIGN_OR_RETURN(const auto found, store::FindById<Row>(connection, id, call.caller()));
  if (!found) return status::Refuse(status::kNotFound, {{"resource", request.name()}});
  ASSIGN_OR_RETURN(store::UploadState state,
                   StateAt(connection, id, found->row.upload, request.offset()));
  FileReader reader(request.name(), columns, std::move(state));
  reply.set_next_offset(request.offset());
  while (true) {
    ASSIGN_OR_RETURN(std::optional<FileChunk> chunk,
                     reader.Next(request.content(), request.last()));
    if (!chunk) return absl::OkStatus();
    change::Request chunk_request = ChunkRequest(call, *chunk);
    ASSIGN_OR_RETURN(const std::string answer,
                     pipeline.Run(std::make_unique<Chunk>(std::move(chunk_request), id,
                                                          *std::move(chunk), vault, today)));
    if (!reply.ParseFromString(answer)) return status::Refuse(status::kInternal);
  }
}

}  // namespace

absl::Status CheckReadable(const type::v1::FileHead& head, std::span<const Column> columns) {
  FileReader reader("", columns, {});
  while (true) {
    ASSIGN_OR_RETURN(const std::optional<FileChunk> chunk,
                     reader.Next(head.content(), head.whole()));
    if (!chunk) return absl::OkStatus();
  }
}

absl::Status UploadRoster(db::Connection& connection, change::Pipeline& pipeline,
                          const rpc::Call& call, const v1::AppendRosterRequest& request,
                          const Vault& vault, base::Date today, v1::AppendRosterResponse& reply) {
  return Upload<store::RosterRow, AppendRosterChunk>(connection, pipeline, call, request, "rosters",
                                                     kRosterColumns, vault, today, reply);
}

absl::Status UploadSettlements(db::Connection& connection, change::Pipeline& pipeline,
                               const rpc::Call& call,
                               const v1::AppendSettlementImportRequest& request, const Vault& vault,
                               base::Date today, v1::AppendSettlementImportResponse& reply) {
  return Upload<store::ImportRow, AppendSettlementChunk>(connection, pipeline, call, request,
                                                         "settlementImports", kSettlementColumns,
                                                         vault, today, reply);
}

}  // namespace unioncare::medical
