#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "common/base/test_rows.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "services/gateway/http.h"
#include "services/gateway/routes.h"
#include "unioncare/medical/v1/medical_service.grpc.pb.h"

// For tests only: rows of test data, bodies in memory, a medical service that does as it is told.
namespace unioncare::gateway {

inline std::string TestFile(const std::string& name) {
  std::ifstream file(UC_SOURCE_DIR "/services/gateway/testdata/" + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Rows of a .tsv: split at tabs, without the header, empty lines and lines that begin with '#'.
inline std::vector<std::vector<std::string>> TsvRows(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  bool in_body = false;
  for (const std::string& line : base::SplitAt(TestFile(name), '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    if (in_body) rows.push_back(base::SplitAt(line, '\t'));
    in_body = true;
  }
  return rows;
}

inline RouteTable ContractRoutes() {
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const char* package : {"unioncare.medical.v1", "unioncare.identity.v1"}) {
    const auto found = ServicesOf(package);
    EXPECT_TRUE(found.ok()) << found.status();
    services.insert(services.end(), found->begin(), found->end());
  }
  absl::StatusOr<RouteTable> routes = RouteTable::Build(services);
  EXPECT_TRUE(routes.ok()) << routes.status();
  return *std::move(routes);
}

class MemoryBody : public HttpBody {
 public:
  explicit MemoryBody(std::string text) : text_(std::move(text)) {}

  void Read(size_t size, std::function<void(Slice)> done) override {
    std::string slice = text_.substr(at_, size);
    at_ += slice.size();
    longest_ = std::max(longest_, size);
    done(std::move(slice));
  }
  std::optional<uint64_t> announced() const override { return std::nullopt; }
  size_t longest() const { return longest_; }  // most asked for at once

 private:
  const std::string text_;
  size_t at_ = 0;
  size_t longest_ = 0;
};

// A medical service on a free port. Rosters are taken as `take` says; what came is recorded.
class FakeMedical : public medical::v1::MedicalService::CallbackService {
 public:
  struct Append {
    int64_t offset;
    std::string content;
    bool last;
  };
  // The next_offset, for an append; by default everything is taken.
  std::function<int64_t(const Append&)> take = [](const Append& append) {
    return append.offset + static_cast<int64_t>(append.content.size());
  };
  // Answers any other call, when set.
  std::function<grpc::Status(const grpc::CallbackServerContext&)> answer;
  int64_t file_size = -1;  // where the upload is complete

  FakeMedical() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.SetMaxReceiveMessageSize(4 * 1024 * 1024);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~FakeMedical() override { server_->Shutdown(); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::vector<Append> appends() {
    const std::lock_guard lock(mutex_);
    return appends_;
  }
  std::vector<medical::v1::CreateRosterRequest> creates() {
    const std::lock_guard lock(mutex_);
    return creates_;
  }
  std::string metadata(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return metadata_[name];
  }
  std::string file() {
    const std::lock_guard lock(mutex_);
    return file_;
  }

  grpc::ServerUnaryReactor* CreateRoster(grpc::CallbackServerContext* context,
                                         const medical::v1::CreateRosterRequest* request,
                                         medical::v1::Roster* reply) override {
    const std::lock_guard lock(mutex_);
    creates_.push_back(*request);
    *reply = request->roster();
    reply->set_name("rosters/01jabcdefghjk");
    reply->set_etag("e1");
    return Finish(context, grpc::Status::OK);
  }

  grpc::ServerUnaryReactor* AppendRoster(grpc::CallbackServerContext* context,
                                         const medical::v1::AppendRosterRequest* request,
                                         medical::v1::AppendRosterResponse* reply) override {
    const std::lock_guard lock(mutex_);
    appends_.push_back({request->offset(), request->content(), request->last()});
    const int64_t next = take(appends_.back());
    const int64_t taken = next - request->offset();
    if (taken >= 0) file_ += request->content().substr(0, taken);
    reply->set_next_offset(next);
    reply->mutable_roster()->set_name(request->name());
    reply->mutable_roster()->set_etag("e2");
    reply->mutable_roster()->mutable_upload()->set_complete(next == file_size);
    return Finish(context, grpc::Status::OK);
  }

  grpc::ServerUnaryReactor* ListPlans(grpc::CallbackServerContext* context,
                                      const medical::v1::ListPlansRequest* request,
                                      medical::v1::ListPlansResponse* reply) override {
    Record(*context);
    for (int i = 0; i < request->page_size(); ++i) {
      reply->add_plans()->set_title("plan " + std::to_string(i));
    }
    return Finish(context, answer ? answer(*context) : grpc::Status::OK);
  }

  grpc::ServerUnaryReactor* GetClaim(grpc::CallbackServerContext* context,
                                     const medical::v1::GetClaimRequest* request,
                                     medical::v1::Claim* reply) override {
    Record(*context);
    reply->set_name(request->name());
    reply->set_etag("c7");
    reply->mutable_amount()->set_currency_code("CNY");
    reply->mutable_amount()->set_units(1234);
    return Finish(context, answer ? answer(*context) : grpc::Status::OK);
  }

 private:
  static grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context,
                                          const grpc::Status& status) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(status);
    return reactor;
  }
  void Record(const grpc::CallbackServerContext& context) {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, value] : context.client_metadata()) {
      metadata_[std::string(name.data(), name.size())] = std::string(value.data(), value.size());
    }
  }

  std::mutex mutex_;
  std::vector<Append> appends_;
  std::vector<medical::v1::CreateRosterRequest> creates_;
  std::map<std::string, std::string> metadata_;
  std::string file_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace unioncare::gateway
