#pragma once

#include <span>

#include "absl/status/status.h"
#include "common/change/pipeline.h"
#include "common/rpc/endpoint.h"
#include "services/medical/rules/column.h"
#include "services/medical/store/vault.h"
#include "unioncare/medical/v1/medical_service.pb.h"
#include "unioncare/type/v1/file.pb.h"

// `:append`: cuts the bytes into chunks and runs each as a command, one after the other. Bytes that
// were taken before give the same chunks, and so the same stored replies.
namespace unioncare::medical {

// Whether the file that begins like this can be read, as far as it is there: an empty
// head says nothing against it. FileReader's refusals.
absl::Status CheckReadable(const type::v1::FileHead& head, std::span<const Column> columns);

absl::Status UploadRoster(db::Connection& connection, change::Pipeline& pipeline,
                          const rpc::Call& call, const v1::AppendRosterRequest& request,
                          const Vault& vault, base::Date today, v1::AppendRosterResponse& reply);

absl::Status UploadSettlements(db::Connection& connection, change::Pipeline& pipeline,
                               const rpc::Call& call,
                               const v1::AppendSettlementImportRequest& request, const Vault& vault,
                               base::Date today, v1::AppendSettlementImportResponse& reply);

}  // namespace unioncare::medical
