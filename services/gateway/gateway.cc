#include "services/gateway/gateway.h"

#include <charconv>
#include <optional>

#include "common/status/reasons.h"
#include "common/telemetry/log.h"
#include "common/telemetry/metrics.h"
#include "common/telemetry/trace.h"
#include "services/gateway/compress.h"
#include "services/gateway/errors.h"
#include "services/gateway/json.h"
#include "services/gateway/openapi.h"
#include "services/gateway/reasons.h"
#include "services/gateway/transcode.h"
#include "services/gateway/upload.h"

namespace unioncare::gateway {
namespace {

using google::protobuf::Message;

constexpr std::chrono::milliseconds kMaxCallTimeout{60'000};
constexpr std::chrono::seconds kReadinessAge{1};

HttpResponse Text(int status, std::string_view type, std::string body) {
  return {status, {{"Content-Type", std::string(type)}}, std::move(body)};
}

// `X-Request-Timeout` in milliseconds, else the default.
absl::StatusOr<std::chrono::milliseconds> TimeoutOf(const Headers& headers,
                                                    std::chrono::milliseconds otherwise) {
  if (CountHeader(headers, "x-request-timeout") == 0) return otherwise;
  const std::string_view text = Header(headers, "x-request-timeout").value_or("");
  int64_t millis = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), millis);
  if (error == std::errc() && end == text.data() + text.size() && millis > 0 &&
      millis <= kMaxCallTimeout.count()) {
    return std::chrono::milliseconds(millis);
  }
  return status::BadFields(
      {{"X-Request-Timeout", "RANGE", "Must be 1 to 60000 milliseconds.", "须为1至60000毫秒。"}});
}

bool IsCreated(const Route& route, const Message& reply) {
  return route.http_method == "POST" && route.method->name().rfind("Create", 0) == 0 &&
         !TextField(reply, "name").empty();
}

HttpResponse ReplyWith(const Route& route, const Message& reply) {
  absl::StatusOr<std::string> json = PrintJson(reply);
  if (!json.ok()) return ErrorResponse(json.status(), {});
  HttpResponse response = Text(200, "application/json", *std::move(json));
  if (const std::string etag = TextField(reply, "etag"); !etag.empty()) {
    response.headers.emplace_back("ETag", "\"" + etag + "\"");
  }
  if (IsCreated(route, reply)) {
    response.status = 201;
    // "/medical/v1", which every path of the service starts with.
    const std::string prefix = "/" + route.segments[0] + "/" + route.segments[1];
    response.headers.emplace_back("Location", prefix + "/" + TextField(reply, "name"));
  }
  return response;
}

}  // namespace

struct Gateway::Exchange {
  HttpRequest request;
  std::shared_ptr<HttpBody> body;
  Done done;
  ErrorStyle style;
  telemetry::TraceContext trace;
  const RequestFigures* figures = nullptr;
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();
  Match match;
  BodyKind kind = BodyKind::kNone;
  std::chrono::milliseconds timeout{0};

  void Respond(HttpResponse response) {
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("traceparent", telemetry::ToTraceparent(trace));
    CompressFor(request.headers, response);
    Observe(response.status);
    done(std::move(response));
  }
  void Observe(int status) const {
    const auto* method = match.route ? match.route->method : nullptr;
    figures->Count(method, status, std::chrono::steady_clock::now() - begin);
    if (status < 500) return;
    telemetry::Log(telemetry::Level::kWarning, "request_failed",
                   {{"method", method ? method->full_name() : "none"},
                    {"status", status},
                    {"trace", trace.trace_id}});
  }
  void Fail(const absl::Status& status, Headers extra = {}) {
    HttpResponse response = ErrorResponse(status, style);
    response.headers.insert(response.headers.end(), extra.begin(), extra.end());
    Respond(std::move(response));
  }
  std::vector<std::pair<std::string, std::string>> Metadata() const {
    std::vector<std::pair<std::string, std::string>> metadata = {
        {"traceparent", telemetry::ToTraceparent(trace)}};
    for (const char* name : {"authorization", "accept-language"}) {
      if (const auto value = Header(request.headers, name)) metadata.emplace_back(name, *value);
    }
    return metadata;
  }
};

Gateway::Gateway(RouteTable routes, Backends& backends, const GatewayLimits& limits)
    : routes_(std::move(routes)),
      backends_(backends),
      limits_(limits),
      figures_(routes_),
      openapi_(OpenApi(routes_)) {}

HttpResponse Gateway::Reject(const absl::Status& reason) {
  HttpResponse response = ErrorResponse(reason, {});
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

void Gateway::Handle(HttpRequest request, std::shared_ptr<HttpBody> body, Done done) {
  auto exchange = std::make_shared<Exchange>();
  exchange->request = std::move(request);
  exchange->body = std::move(body);
  exchange->done = std::move(done);
  exchange->style = StyleOf(exchange->request.headers);
  exchange->figures = &figures_;
  exchange->trace =
      telemetry::ContinueTrace(Header(exchange->request.headers, "traceparent").value_or(""));
  if (HandleOwn(exchange)) return;
  Headers extra;
  if (const absl::Status found = FindRoute(*exchange, extra); !found.ok()) {
    return exchange->Fail(found, extra);
  }
  const Route& route = *exchange->match.route;
  if (route.append && route.body.empty()) return Import(exchange);
  ReadBody(exchange);
}

bool Gateway::HandleOwn(const ExchangePtr& exchange) {
  const std::string_view path = SplitTarget(exchange->request.target).first;
  const bool own =
      path == "/healthz" || path == "/readyz" || path == "/metrics" || path == "/openapi.json";
  if (!own) return false;
  if (exchange->request.method != "GET" && exchange->request.method != "HEAD") {
    exchange->Fail(Refuse(kMethodNotAllowed, {{"allow", "GET, HEAD"}}), {{"Allow", "GET, HEAD"}});
  } else if (path == "/healthz") {
    exchange->Respond(Text(200, "application/json", R"({"status":"ALIVE"})"));
  } else if (path == "/readyz") {
    HandleReadiness(exchange);
  } else if (path == "/metrics") {
    exchange->Respond(
        Text(200, "text/plain; version=0.0.4; charset=utf-8", telemetry::MetricsText()));
  } else {
    exchange->Respond(Text(200, "application/json", openapi_));
  }
  return true;
}

void Gateway::HandleReadiness(const ExchangePtr& exchange) {
  if (!serving_) {
    return exchange->Respond(Text(503, "application/json", R"({"status":"NOT_SERVING"})"));
  }
  std::unique_lock lock(readiness_mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!readiness_.body.empty() && now - readiness_time_ < kReadinessAge) {
    const HttpResponse cached = readiness_;
    lock.unlock();
    return exchange->Respond(cached);
  }
  lock.unlock();
  backends_.CheckReady([this, exchange](const Backends::Readiness& readiness) {
    bool ready = true;
    std::string body;
    for (const auto& [package, serves] : readiness) {
      ready = ready && serves;
      body += (body.empty() ? "" : ",") + QuoteJson(package) + ":" + (serves ? "true" : "false");
    }
    const HttpResponse response =
        Text(ready ? 200 : 503, "application/json", "{\"backends\":{" + body + "}}");
    {
      const std::lock_guard lock(readiness_mutex_);
      readiness_ = response;
      readiness_time_ = std::chrono::steady_clock::now();
    }
    exchange->Respond(response);
  });
}

absl::Status Gateway::FindRoute(Exchange& exchange, Headers& extra) const {
  const std::optional<Path> path = ParsePath(SplitTarget(exchange.request.target).first);
  if (!path) return Refuse(kRouteNotFound);
  exchange.match = routes_.Find(exchange.request.method, *path);
  const std::string& allow = exchange.match.allow;
  if (allow.empty()) return Refuse(kRouteNotFound);
  if (!exchange.match.route) {
    extra.emplace_back("Allow", allow);
    return Refuse(kMethodNotAllowed, {{"allow", allow}});
  }
  ASSIGN_OR_RETURN(exchange.kind, BodyKindOf(exchange.request.headers));
  ASSIGN_OR_RETURN(exchange.timeout, TimeoutOf(exchange.request.headers, limits_.call_timeout));
  return absl::OkStatus();
}

void Gateway::ReadBody(const ExchangePtr& exchange) {
  const uint64_t limit = exchange->kind == BodyKind::kFile ? kSliceBytes : limits_.max_json_bytes;
  const absl::Status too_large = Refuse(kBodyTooLarge, {{"limit", std::to_string(limit)}});
  if (exchange->body->announced().value_or(0) > limit) return exchange->Fail(too_large);
  exchange->body->Read(limit + 1, [this, exchange, limit, too_large](HttpBody::Slice body) {
    if (!body.ok()) return exchange->Fail(body.status());
    if (body->size() > limit) return exchange->Fail(too_large);
    CallMethod(exchange, *std::move(body));
  });
}

void Gateway::CallMethod(const ExchangePtr& exchange, std::string body) {
  absl::StatusOr<std::unique_ptr<Message>> message =
      BuildRequest(exchange->match, exchange->request, exchange->kind, std::move(body));
  if (!message.ok()) return exchange->Fail(message.status());
  const Route& route = *exchange->match.route;
  const BackendCall call{route.method, *std::move(message), exchange->Metadata(),
                         exchange->timeout};
  backends_.Call(call, [exchange, &route](const absl::StatusOr<Backends::Reply>& reply) {
    if (!reply.ok()) return exchange->Fail(reply.status());
    exchange->Respond(ReplyWith(route, **reply));
  });
}

void Gateway::Import(const ExchangePtr& exchange) {
  if (exchange->kind != BodyKind::kFile) {
    return exchange->Fail(Refuse(kMediaType, {{"expected", "text/csv"}}));
  }
  const uint64_t limit = limits_.max_upload_bytes;
  if (exchange->body->announced().value_or(0) > limit) {
    return exchange->Fail(Refuse(kBodyTooLarge, {{"limit", std::to_string(limit)}}));
  }
  // The file itself goes to the append method: this message is made without it.
  absl::StatusOr<std::unique_ptr<Message>> create =
      BuildRequest(exchange->match, exchange->request, BodyKind::kNone, "");
  if (!create.ok()) return exchange->Fail(create.status());
  if (TextField(**create, "request_id").empty()) {
    return exchange->Fail(status::Refuse(status::kRequestIdRequired));
  }
  if (uploads_.fetch_add(1) >= limits_.max_uploads) {
    --uploads_;
    return exchange->Fail(status::WithRetryAfter(status::Refuse(status::kOverloaded), 1));
  }
  const Route& route = *exchange->match.route;
  UploadPlan plan{
      &route, *std::move(create), exchange->Metadata(), exchange->timeout, limits_.append_timeout,
      limit};
  StartUpload(std::move(plan), exchange->body, backends_,
              [this, exchange, &route](const absl::StatusOr<Backends::Reply>& resource) {
                --uploads_;
                if (!resource.ok()) return exchange->Fail(resource.status());
                exchange->Respond(ReplyWith(route, **resource));
              });
}

}  // namespace unioncare::gateway
