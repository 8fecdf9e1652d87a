#include "services/gateway/upload.h"

#include <algorithm>

#include "common/status/reasons.h"
#include "services/gateway/fields.h"
#include "services/gateway/reasons.h"
#include "services/gateway/transcode.h"
#include "unioncare/type/v1/file.pb.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

int64_t NextOffset(const Message& reply) {
  const FieldDescriptor* field = reply.GetDescriptor()->FindFieldByName("next_offset");
  if (!field || field->cpp_type() != FieldDescriptor::CPPTYPE_INT64) return -1;
  return reply.GetReflection()->GetInt64(reply, field);
}

// The reply's only message field, taken out of it; nullptr when there is none.
Backends::Reply TakeResource(Message& reply) {
  for (int i = 0; i < reply.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = reply.GetDescriptor()->field(i);
    if (!field->message_type() || field->is_repeated()) continue;
    Message* released = reply.GetReflection()->ReleaseMessage(&reply, field);
    if (released) return Backends::Reply(released);
    return NewMessage(*field->message_type());
  }
  return nullptr;
}

// UploadProgress.complete of the resource: the service has seen the last slice before.
bool IsComplete(const Message& resource) {
  const FieldPath path = FindFieldPath(*resource.GetDescriptor(), "upload.complete");
  if (path.empty() || !resource.GetReflection()->HasField(resource, path[0])) return false;
  const Message& progress = resource.GetReflection()->GetMessage(resource, path[0]);
  return progress.GetReflection()->GetBool(progress, path[1]);
}

// Keeps itself alive through the callbacks it waits for; one of them is outstanding at any time.
class Upload : public std::enable_shared_from_this<Upload> {
 public:
  Upload(UploadPlan plan, std::shared_ptr<HttpBody> body, Backends& backends, UploadDone done)
      : plan_(std::move(plan)),
        body_(std::move(body)),
        backends_(backends),
        done_(std::move(done)) {}

  // Reads until a slice and one byte are there, which shows whether the slice is the last.
  void Fill() {
    if (ended_ || pending_.size() > kSliceBytes) return target_.empty() ? Create() : Append();
    const size_t wanted = kSliceBytes + 1 - pending_.size();
    body_->Read(wanted, [self = shared_from_this(), wanted](HttpBody::Slice slice) {
      if (!slice.ok()) return self->done_(slice.status());
      self->Take(*std::move(slice), wanted);
    });
  }

 private:
  void Create() {
    std::shared_ptr<Message> request(plan_.create->New());
    request->CopyFrom(*plan_.create);
    if (const FieldDescriptor* head = request->GetDescriptor()->FindFieldByName("file_head")) {
      type::v1::FileHead begins;
      begins.set_content(pending_.substr(0, kSliceBytes));
      begins.set_whole(ended_ && pending_.size() <= kSliceBytes);
      request->GetReflection()->MutableMessage(request.get(), head)->CopyFrom(begins);
    }
    Call(plan_.route->method, request, plan_.create_timeout, [this](Message& created) {
      target_ = TextField(created, "name");
      if (target_.empty()) return done_(status::Refuse(status::kInternal));
      Append();
    });
  }

  void Call(const google::protobuf::MethodDescriptor* method,
            std::shared_ptr<const Message> request, std::chrono::milliseconds timeout,
            std::function<void(Message&)> next) {
    const BackendCall call{method, std::move(request), plan_.metadata, timeout};
    backends_.Call(call, [self = shared_from_this(),
                          next = std::move(next)](absl::StatusOr<Backends::Reply> reply) {
      if (!reply.ok()) return self->done_(reply.status());
      next(**reply);
    });
  }

  void Take(std::string slice, size_t wanted) {
    ended_ = slice.size() < wanted;
    received_ += slice.size();
    if (received_ > plan_.max_bytes) {
      return done_(Refuse(kBodyTooLarge, {{"limit", std::to_string(plan_.max_bytes)}}));
    }
    const size_t skipped = std::min<size_t>(skip_, slice.size());
    skip_ -= skipped;
    pending_.append(slice, skipped);
    if (skip_ > 0 && ended_) return done_(status::Refuse(status::kRequestIdReused));
    if (skip_ == 0 && ended_ && pending_.empty() && complete_) return Finish();
    Fill();
  }

  void Append() {
    const size_t size = std::min(pending_.size(), kSliceBytes);
    last_ = ended_ && size == pending_.size();
    std::shared_ptr<Message> request = NewMessage(*plan_.route->append->input_type());
    SetText(*request, "name", target_);
    SetText(*request, "offset", std::to_string(offset_));
    SetText(*request, "last", last_ ? "true" : "false");
    request->GetReflection()->SetString(request.get(), ContentField(*request->GetDescriptor()),
                                        pending_.substr(0, size));
    Call(plan_.route->append, request, plan_.append_timeout,
         [this](Message& reply) { Advance(reply); });
  }

  static void SetText(Message& request, const char* field, const std::string& value) {
    SetFromText(*request.GetDescriptor()->FindFieldByName(field), value, request);
  }

  void Advance(Message& reply) {
    const int64_t next = NextOffset(reply);
    resource_ = TakeResource(reply);
    if (next < offset_ || !resource_) return done_(status::Refuse(status::kInternal));
    const uint64_t taken = next - offset_;
    complete_ = IsComplete(*resource_);
    offset_ = next;
    skip_ = taken - std::min<uint64_t>(taken, pending_.size());
    pending_.erase(0, taken - skip_);
    if (skip_ > 0 && ended_) return done_(status::Refuse(status::kRequestIdReused));
    if (pending_.empty() && ended_ && (last_ || complete_)) return Finish();
    if (taken == 0) return done_(status::Refuse(status::kInternal));
    Fill();
  }

  void Finish() { done_(std::move(resource_)); }

  const UploadPlan plan_;
  const std::shared_ptr<HttpBody> body_;
  Backends& backends_;
  const UploadDone done_;
  std::string target_;   // name of what was created
  std::string pending_;  // read and not yet taken by the service; starts at offset_
  int64_t offset_ = 0;
  uint64_t received_ = 0;
  uint64_t skip_ = 0;   // bytes still to come that the service has already
  bool ended_ = false;  // the body has
  bool last_ = false;   // the slice under way is the last
  bool complete_ = false;
  Backends::Reply resource_;
};

}  // namespace

void StartUpload(UploadPlan plan, std::shared_ptr<HttpBody> body, Backends& backends,
                 UploadDone done) {
  std::make_shared<Upload>(std::move(plan), std::move(body), backends, std::move(done))->Fill();
}

}  // namespace unioncare::gateway
