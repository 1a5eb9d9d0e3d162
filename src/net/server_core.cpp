#include "net/server_core.h"

#include "net/address_range.h"
#include "net/server_connection.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace sluice::net {

namespace {

// So many at once, so that a flood does not pay for a search with every connection.
constexpr std::size_t evicted_at_once = 64;
// Places that evicted ones still hold while they close.
constexpr std::size_t closing_max = 256;
constexpr std::size_t told_max = 256;

}  // namespace

ServerCore::Admission ServerCore::turn_away() {
  if (told_ >= told_max) return Admission::dropped;
  ++told_;
  return Admission::told;
}

// The longest waiting are asked to close; the new one may come in meanwhile.
bool ServerCore::make_room() {
  if (connections_.size() >= limits_.connections_max + closing_max) return false;
  using Since = std::chrono::steady_clock::time_point;
  const Since latest = std::chrono::steady_clock::now() - limits_.waiting_min;
  std::vector<std::pair<Since, std::shared_ptr<ServerConnection>>> waiting;
  for (const auto& [key, entry] : connections_) {
    auto connection = entry.connection.lock();
    const auto since = connection ? connection->waiting_since() : std::nullopt;
    if (since && *since <= latest) waiting.emplace_back(*since, std::move(connection));
  }
  const std::size_t count = std::min(evicted_at_once, waiting.size());
  std::ranges::partial_sort(waiting, waiting.begin() + static_cast<std::ptrdiff_t>(count), {},
                            [](const auto& entry) { return entry.first; });
  for (std::size_t at = 0; at < count; ++at)
    waiting[at].second->post_eviction();
  return count > 0;
}

ServerCore::Admission ServerCore::enter(const std::shared_ptr<ServerConnection>& connection) {
  const std::string& peer = connection->peer_address();
  const std::string address =
      limits_.proxies.proxies.contains(peer) ? std::string() : address_group(peer);
  const std::scoped_lock lock(mutex_);
  if (stopping_) return turn_away();
  const auto counted = per_address_.find(address);
  if (counted != per_address_.end() && counted->second >= limits_.connections_per_address_max)
    return turn_away();
  const bool full = connections_.size() >= limits_.connections_max;
  if (full && !make_room()) return turn_away();
  connections_.emplace(connection.get(), Present{connection, address});
  if (!address.empty()) ++per_address_[address];
  return Admission::served;
}

void ServerCore::leave_told() {
  const std::scoped_lock lock(mutex_);
  --told_;
}

void ServerCore::leave(const ServerConnection* connection) {
  std::function<void()> drained;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = connections_.find(connection);
    if (found != connections_.end()) {
      const auto counted = per_address_.find(found->second.address);
      if (counted != per_address_.end() && --counted->second == 0) per_address_.erase(counted);
      connections_.erase(found);
    }
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
  for (const auto& [key, entry] : connections_)
    if (auto connection = entry.connection.lock()) found.push_back(std::move(connection));
  return found;
}

}  // namespace sluice::net
