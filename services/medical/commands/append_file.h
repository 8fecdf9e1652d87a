#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/change/command.h"
#include "services/medical/files/file_reader.h"
#include "services/medical/rules/roster_row.h"
#include "services/medical/rules/settlement_row.h"
#include "services/medical/store/store.h"
#include "services/medical/store/vault.h"
#include "unioncare/medical/v1/medical_service.pb.h"

// Chunks of uploaded files. Each is a batch alone; its request_id comes from the file's content.
namespace unioncare::medical {

// Opens an upload of the feed.
class CreateSettlementImport : public change::Command<store::Store, v1::SettlementImport> {
 public:
  CreateSettlementImport(change::Request request, const v1::CreateSettlementImportRequest& body)
      : Command(std::move(request)),
        title_(body.settlement_import().title()),
        dry_run_(body.settlement_import().dry_run()) {}

  void Need(store::Store&) const override {}
  std::optional<change::RowScope> Subject(const store::Store&) const override {
    return change::RowScope{};
  }
  absl::StatusOr<v1::SettlementImport> Decide(store::Store& store,
                                              const change::Moment& moment) const override;

 private:
  const std::string title_;
  const bool dry_run_;
};

class AppendRosterChunk : public change::Command<store::Store, v1::AppendRosterResponse> {
 public:
  AppendRosterChunk(change::Request request, int64_t roster, FileChunk chunk, const Vault& vault,
                    base::Date today);

  bool Alone() const override { return true; }
  void Need(store::Store& store) const override;
  std::optional<change::RowScope> Subject(const store::Store& store) const override;
  absl::StatusOr<v1::AppendRosterResponse> Decide(store::Store& store,
                                                  const change::Moment& moment) const override;

 private:
  struct Line {
    int32_t row;
    db::Bytes person_key;
    RosterRow read;
  };
  absl::Status Accept(store::Store& store, store::RosterRow& roster, const Line& line,
                      const change::Moment& moment) const;

  const int64_t roster_;
  const FileChunk chunk_;
  const Vault& vault_;
  std::vector<Line> lines_;
};

class AppendSettlementChunk
    : public change::Command<store::Store, v1::AppendSettlementImportResponse> {
 public:
  AppendSettlementChunk(change::Request request, int64_t import, FileChunk chunk,
                        const Vault& vault, base::Date today);

  bool Alone() const override { return true; }
  void Need(store::Store& store) const override;
  std::optional<change::RowScope> Subject(const store::Store& store) const override;
  absl::StatusOr<v1::AppendSettlementImportResponse> Decide(
      store::Store& store, const change::Moment& moment) const override;

 private:
  struct Line {
    int32_t row;
    db::Bytes person_key;
    db::Bytes content_hash;
    SettlementRow read;
  };
  absl::Status Accept(store::Store& store, store::ImportRow& import, const Line& line,
                      const change::Moment& moment) const;

  const int64_t import_;
  const FileChunk chunk_;
  const Vault& vault_;
  std::vector<Line> lines_;
  std::vector<db::Bytes> persons_;  // each once
};

}  // namespace unioncare::medical
