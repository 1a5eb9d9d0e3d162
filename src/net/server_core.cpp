#include "net/server_core.h"

#include "net/server_connection.h"

namespace sluice::net {

bool ServerCore::enter(const std::shared_ptr<ServerConnection>& connection) {
  const std::scoped_lock lock(mutex_);
  if (stopping_ || connections_.size() >= limits_.connections_max) return false;
  connections_.emplace(connection.get(), connection);
  return true;
}

void ServerCore::leave(const ServerConnection* connection) {
  std::function<void()> drained;
  {
    const std::scoped_lock lock(mutex_);
    connections_.erase(connection);
    if (stopping_ && connections_.empty()) drained = std::exchange(drained_, nullptr);
  }
  if (drained) drained();
}

void ServerCore::stop(std::function<void()> drained) {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    if (!connections_.empty()) drained_ = std::exchange(drained, nullptr);
  }
  if (drained) drained();
  for (const auto& connection : present())
    connection->post_stop();
}

void ServerCore::abort_all() {
  for (const auto& connection : present())
    connection->post_abort();
}

std::vector<std::shared_ptr<ServerConnection>> ServerCore::present() {
  const std::scoped_lock lock(mutex_);
  std::vector<std::shared_ptr<ServerConnection>> found;
  for (const auto& [key, weak] : connections_)
    if (auto connection = weak.lock()) found.push_back(std::move(connection));
  return found;
}

}  // namespace sluice::net
