#include "common/db/readers.h"

#include <utility>

#include "common/status/reasons.h"
#include "common/status/status.h"

namespace unioncare::db {

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

void Readers::Work() {
  std::unique_ptr<Connection> connection;
  while (true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    if (connection != nullptr && connection->broken()) connection.reset();
    if (connection == nullptr) {
      absl::StatusOr<std::unique_ptr<Connection>> opened = Connection::Open(address_);
      if (!opened.ok()) {
        task(opened.status());
        continue;
      }
      connection = *std::move(opened);
    }
    task(connection.get());
  }
}

}  // namespace unioncare::db
