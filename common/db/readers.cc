#include "common/db/readers.h"

#include <chrono>
#include <utility>

#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::db {
namespace {

// No server restarts as fast as this, so a session that slept less is not asked.
constexpr auto kShortSleep = std::chrono::milliseconds(50);

}  // namespace

Readers::Readers(Address address, int threads, size_t max_queue)
    : address_(std::move(address)), max_queue_(max_queue) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Readers::~Readers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

absl::Status Readers::Run(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= max_queue_) {
      return status::WithRetryAfter(status::Refuse(status::kOverloaded), 1);
    }
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return absl::OkStatus();
}

// A session that slept may have ended (a restarted server, wait_timeout): a ROLLBACK tells, and the
// caller need not know.
absl::Status Readers::EnsureConnection(std::unique_ptr<Connection>& connection, bool slept) const {
  if (slept && connection != nullptr) connection->Rollback();
  if (connection != nullptr && !connection->broken()) return absl::OkStatus();
  connection.reset();
  ASSIGN_OR_RETURN(connection, Connection::Open(address_));
  return absl::OkStatus();
}

void Readers::Work() {
  std::unique_ptr<Connection> connection;
  while (true) {
    Task task;
    bool slept = false;
    {
      std::unique_lock lock(mutex_);
      const auto since = std::chrono::steady_clock::now();
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      slept = std::chrono::steady_clock::now() - since > kShortSleep;
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    const absl::Status connected = EnsureConnection(connection, slept);
    connected.ok() ? task(connection.get()) : task(connected);
  }
}

}  // namespace unioncare::db
