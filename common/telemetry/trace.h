#pragma once

#include <optional>
#include <string>
#include <string_view>

// W3C Trace Context (https://www.w3.org/TR/trace-context/), header `traceparent`:
//   00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
namespace unioncare::telemetry {

struct TraceContext {
  std::string trace_id;  // 32 lower-case hex digits, not all zero: one request through all services
  std::string span_id;   // 16, likewise: one step of it
  bool sampled = false;
  friend bool operator==(const TraceContext&, const TraceContext&) = default;
};

// nullopt when it is malformed: a trace then begins anew. A later version's header counts as far as
// version 00 reaches.
std::optional<TraceContext> ParseTraceparent(std::string_view header);
std::string ToTraceparent(const TraceContext& trace);

TraceContext NewTrace();  // not sampled
TraceContext ChildOf(const TraceContext& parent);

// What a server does with a caller's header.
TraceContext ContinueTrace(std::string_view header);

}  // namespace unioncare::telemetry
