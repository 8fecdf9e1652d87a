#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grpcpp/grpcpp.h"

// Load in a closed loop: a fixed number of calls in flight, each followed by the next when it is
// answered. Only what was acknowledged counts.
//
//   const Outcome outcome = RunInFlight(64, std::chrono::seconds(3), [&](Done done) {
//     Call(stub.async(), &Async::CreateRoster, bearer, NextRequest(), std::move(done));
//     return true;
//   });
namespace unioncare::bench {

struct Outcome {
  int64_t acknowledged = 0;
  int64_t refused = 0;
  int64_t elapsed_micros = 0;
  int64_t cpu_micros = 0;          // of this process: client and service
  std::vector<int64_t> latencies;  // microseconds of what was acknowledged

  double PerSecond() const;
  int64_t Percentile(int percent);  // microseconds; sorts
  double CpuPerRequest() const;     // microseconds
  void Add(Outcome other);          // a later phase of the same
};

using Done = std::function<void(bool acknowledged)>;
// Starts one call that ends in `done`; false when there is nothing left to ask, and then `done` is
// not called.
using StartCall = std::function<bool(Done done)>;

Outcome RunInFlight(int in_flight, std::chrono::milliseconds time, const StartCall& start);

// The same with threads that wait for each answer: `work(thread)` is one request.
Outcome RunThreads(int threads, std::chrono::milliseconds time,
                   const std::function<bool(int thread)>& work);

// One call through a callback stub.
template <class Async, class Request, class Reply>
void Call(Async* async,
          void (Async::*method)(grpc::ClientContext*, const Request*, Reply*,
                                std::function<void(grpc::Status)>),
          const std::string& bearer, Request request, Done done) {
  struct Flight {
    grpc::ClientContext context;
    Request request;
    Reply reply;
  };
  auto flight = std::make_shared<Flight>();
  flight->context.AddMetadata("authorization", bearer);
  flight->request = std::move(request);
  (async->*method)(
      &flight->context, &flight->request, &flight->reply,
      [flight, done = std::move(done)](const grpc::Status& status) { done(status.ok()); });
}

}  // namespace unioncare::bench
