#include "services/gateway/head.h"

#include <algorithm>
#include <string>

#include "services/gateway/reasons.h"

namespace unioncare::gateway {
namespace {

absl::Status Bad(std::string_view problem) {
  return Refuse(kBadRequestSyntax, {{"problem", std::string(problem)}});
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsTokenChar(char c) {
  return IsDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenChar);
}

bool IsPrintable(char c) { return c >= 0x21 && c <= 0x7e; }

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The next line without its CRLF; a CR or LF anywhere else stays in it and is refused later.
std::string_view TakeLine(std::string_view& rest) {
  const size_t end = std::min(rest.find("\r\n"), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 2, rest.size()));
  return line;
}

absl::Status ParseRequestLine(std::string_view line, HttpRequest& request) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return Bad("request line");
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!IsToken(method)) return Bad("method");
  if (target.empty() || target[0] != '/' ||
      !std::all_of(target.begin(), target.end(), IsPrintable) ||
      target.find('#') != std::string_view::npos) {
    return Bad("target");
  }
  if (version.substr(0, 5) != "HTTP/") return Bad("version");
  if (version != "HTTP/1.1") return Refuse(kHttpVersion);
  request.method = method;
  request.target = target;
  return absl::OkStatus();
}

absl::Status ParseHeader(std::string_view line, HttpRequest& request) {
  if (line[0] == ' ' || line[0] == '\t') return Bad("line folding");
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || !IsToken(line.substr(0, colon))) {
    return Bad("header name");
  }
  const std::string_view value = Trim(line.substr(colon + 1));
  for (const char c : value) {
    if (!IsPrintable(c) && c != ' ') return Bad("header value");
  }
  request.headers.emplace_back(Lower(line.substr(0, colon)), value);
  return absl::OkStatus();
}

// Where the body ends must be beyond doubt.
absl::Status CheckFraming(const Headers& headers) {
  if (CountHeader(headers, "host") != 1) return Bad("Host");
  const size_t lengths = CountHeader(headers, "content-length");
  const size_t encodings = CountHeader(headers, "transfer-encoding");
  if (lengths + encodings > 1) return Bad("framing");
  if (encodings == 1 && Lower(*Header(headers, "transfer-encoding")) != "chunked") {
    return Bad("Transfer-Encoding");
  }
  if (lengths == 0) return absl::OkStatus();
  const std::string_view length = *Header(headers, "content-length");
  const bool digits = std::all_of(length.begin(), length.end(), IsDigit);
  if (length.empty() || length.size() > 15 || !digits) return Bad("Content-Length");
  return absl::OkStatus();
}

}  // namespace

size_t HeadSize(std::string_view received) {
  for (size_t i = received.find('\n'); i != std::string_view::npos;
       i = received.find('\n', i + 1)) {
    const bool bare = i == 0 || received[i - 1] != '\r';
    if (bare || (i >= 3 && received.substr(i - 3, 4) == "\r\n\r\n")) return i + 1;
  }
  return 0;
}

absl::StatusOr<HttpRequest> ParseHead(std::string_view raw) {
  if (raw.size() > kMaxHeadBytes) return Refuse(kHeadTooLarge);
  HttpRequest request;
  RETURN_IF_ERROR(ParseRequestLine(TakeLine(raw), request));
  for (std::string_view line = TakeLine(raw); !line.empty(); line = TakeLine(raw)) {
    if (request.headers.size() == kMaxHeaders) return Refuse(kHeadTooLarge);
    RETURN_IF_ERROR(ParseHeader(line, request));
  }
  RETURN_IF_ERROR(CheckFraming(request.headers));
  return request;
}

}  // namespace unioncare::gateway
