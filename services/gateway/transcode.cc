#include "services/gateway/transcode.h"

#include <set>
#include <utility>
#include <vector>

#include "services/gateway/fields.h"
#include "services/gateway/json.h"
#include "services/gateway/reasons.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// One request being filled; collects what is wrong with it.
class Builder {
 public:
  Builder(const Match& match, Message& message) : match_(match), message_(message) {}

  absl::Status TakeBody(BodyKind kind, std::string body);
  void TakePath();
  void TakeQuery(const Query& query);
  void TakeHeaders(const HttpRequest& request);
  absl::Status Result() const {
    return violations_.empty() ? absl::OkStatus() : status::BadFields(violations_);
  }

 private:
  void Complain(std::string field, const char* reason, const std::string& english,
                const std::string& chinese) {
    violations_.push_back({std::move(field), reason, english, chinese});
  }
  // Where a parameter of this name goes; empty: nowhere.
  FieldPath Resolve(const std::string& name) const;
  void TakeParameter(const std::string& name, const std::string& value);
  // For values that the body may hold as well: they must agree.
  void TakeText(const FieldPath& path, const std::string& label, const std::string& value);
  void TakeHeader(const char* field, const std::string& label, const std::string& value);

  const Match& match_;
  Message& message_;
  bool whole_body_ = false;                 // the JSON body is the request itself
  std::set<const FieldDescriptor*> bound_;  // top-level fields that no parameter may set
  std::vector<status::FieldViolation> violations_;
};

absl::Status Builder::TakeBody(BodyKind kind, std::string body) {
  const Route& route = *match_.route;
  if (kind == BodyKind::kFile) {
    const FieldDescriptor* content = ContentField(*route.method->input_type());
    if (!content) return Refuse(kMediaType, {{"expected", "application/json"}});
    bound_.insert(content);
    message_.GetReflection()->SetString(&message_, content, std::move(body));
    return absl::OkStatus();
  }
  if (route.body.empty()) {
    return body.empty() ? absl::OkStatus() : Refuse(kNoBodyExpected);
  }
  if (kind == BodyKind::kNone && !body.empty()) {
    return Refuse(kMediaType, {{"expected", "application/json"}});
  }
  whole_body_ = route.body == "*";
  if (whole_body_) return body.empty() ? absl::OkStatus() : ParseJson(body, "", message_);
  const FieldDescriptor* field = route.method->input_type()->FindFieldByName(route.body);
  bound_.insert(field);
  if (body.empty()) return absl::OkStatus();
  return ParseJson(body, route.body + ".",
                   *message_.GetReflection()->MutableMessage(&message_, field));
}

void Builder::TakePath() {
  for (const auto& [field, value] : match_.variables) {
    const FieldPath path = FindFieldPath(*message_.GetDescriptor(), field);
    TakeText(path, field, value);
    bound_.insert(path.front());
  }
}

void Builder::TakeText(const FieldPath& path, const std::string& label, const std::string& value) {
  Message& holder = Holder(path, message_);
  const std::string before = TextField(holder, path.back()->name());
  if (!before.empty() && before != value) {
    Complain(label, "CONFLICT", "Must be the same in the body and outside it.",
             "正文中的值与路径或请求头中的值须一致。");
  } else if (!SetFromText(*path.back(), value, holder)) {
    const Wanted wanted = WantedBy(*path.back());
    Complain(label, "TYPE", "Must be " + std::string(wanted.english) + ".",
             "须为" + std::string(wanted.chinese) + "。");
  }
}

FieldPath Builder::Resolve(const std::string& name) const {
  FieldPath path = FindFieldPath(*message_.GetDescriptor(), name);
  const Route& route = *match_.route;
  if (path.empty() && route.body.empty() && !route.resource.empty()) {
    path = FindFieldPath(*message_.GetDescriptor(), route.resource + "." + name);
  }
  return path;
}

void Builder::TakeParameter(const std::string& name, const std::string& value) {
  const FieldPath path = Resolve(name);
  if (path.empty() || whole_body_ || bound_.count(path.front()) > 0) {
    return Complain(name.size() > 64 ? "(long name)" : name, "UNKNOWN_PARAMETER",
                    "Must be a parameter of this method.", "须为该方法的查询参数。");
  }
  if (!SetFromText(*path.back(), value, Holder(path, message_))) {
    const Wanted wanted = WantedBy(*path.back());
    Complain(name, "TYPE", "Must be " + std::string(wanted.english) + ".",
             "须为" + std::string(wanted.chinese) + "。");
  }
}

void Builder::TakeQuery(const Query& query) {
  std::set<FieldPath> seen;
  for (const auto& [name, value] : query) {
    const FieldPath path = Resolve(name);
    const bool again = !path.empty() && !seen.insert(path).second;
    if (again && !path.back()->is_repeated()) {
      Complain(name, "DUPLICATE_PARAMETER", "Must be there only once.", "只能出现一次。");
    } else {
      TakeParameter(name, value);
    }
  }
}

void Builder::TakeHeader(const char* field, const std::string& label, const std::string& value) {
  const FieldDescriptor* target = message_.GetDescriptor()->FindFieldByName(field);
  if (target) return TakeText({target}, label, value);
  Complain(label, "UNKNOWN_PARAMETER", "Must not be sent to this method.",
           "该方法不接受此请求头。");
}

// An entity tag in one pair of quotes, or bare; a weak one or a list matches nothing for certain.
std::string Unquote(std::string_view tag) {
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') {
    tag = tag.substr(1, tag.size() - 2);
  }
  return tag.find_first_of("\"*, ") == std::string_view::npos ? std::string(tag) : "";
}

void Builder::TakeHeaders(const HttpRequest& request) {
  const bool changes = match_.route->http_method != "GET";
  if (const auto key = Header(request.headers, "idempotency-key"); key && changes) {
    TakeHeader("request_id", "Idempotency-Key", std::string(*key));
  }
  const auto tag = Header(request.headers, "if-match");
  if (!tag || !changes) return;
  const std::string etag = Unquote(*tag);
  if (!etag.empty()) return TakeHeader("etag", "If-Match", etag);
  Complain("If-Match", "FORMAT", "Must be one strong entity tag.", "须为单个强实体标签。");
}

std::string MediaType(std::string_view value) {
  std::string type;
  for (const char c : value) {
    if (c == ' ' || c == '\t') continue;
    type += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return type;
}

}  // namespace

absl::StatusOr<BodyKind> BodyKindOf(const Headers& headers) {
  const absl::Status refused =
      Refuse(kMediaType, {{"expected", "application/json; text/csv for files"}});
  if (CountHeader(headers, "content-encoding") > 0) return refused;
  if (CountHeader(headers, "content-type") == 0) return BodyKind::kNone;
  const auto value = Header(headers, "content-type");
  if (!value) return refused;
  const std::string type = MediaType(*value);
  if (type == "application/json" || type == "application/json;charset=utf-8") {
    return BodyKind::kJson;
  }
  const std::string bare = type.substr(0, type.find(';'));
  if (bare == "text/csv" || bare == "application/octet-stream") return BodyKind::kFile;
  return refused;
}

const FieldDescriptor* ContentField(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->type() == FieldDescriptor::TYPE_BYTES && !field->is_repeated()) return field;
  }
  return nullptr;
}

std::string TextField(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (!field || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

absl::StatusOr<std::unique_ptr<Message>> BuildRequest(const Match& match,
                                                      const HttpRequest& request, BodyKind kind,
                                                      std::string body) {
  std::unique_ptr<Message> message = NewMessage(*match.route->method->input_type());
  Builder builder(match, *message);
  ASSIGN_OR_RETURN(const Query query, ParseQuery(SplitTarget(request.target).second));
  RETURN_IF_ERROR(builder.TakeBody(kind, std::move(body)));
  builder.TakePath();
  builder.TakeQuery(query);
  builder.TakeHeaders(request);
  RETURN_IF_ERROR(builder.Result());
  return message;
}

}  // namespace unioncare::gateway
