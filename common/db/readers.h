#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/db/connection.h"

// The bounded pool of readers: threads with a connection each. Everything that reads outside the
// write path runs here, so that no gRPC thread ever waits for the database.
namespace unioncare::db {

class Readers {
 public:
  // What runs gets a connection, or the reason why there is none (the database is away).
  using Task = std::function<void(absl::StatusOr<Connection*>)>;

  // Queues at most `max_queue` tasks beside those that run.
  Readers(Address address, int threads, size_t max_queue);
  ~Readers();  // runs what is queued, then ends
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  // OVERLOADED, at once, when the queue is full.
  absl::Status Run(Task task);

 private:
  void Work();
  absl::Status EnsureConnection(std::unique_ptr<Connection>& connection, bool slept) const;

  const Address address_;
  const size_t max_queue_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace unioncare::db
