#pragma once
#include "net/http_server.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sluice::net {

class ServerConnection;

// What the connections of one server share, and who they are. Internal to net/.
class ServerCore {
 public:
  ServerCore(ServerLimits limits, Handler handler)
      : limits_(std::move(limits)), handler_(std::move(handler)) {}
  [[nodiscard]] const ServerLimits& limits() const noexcept { return limits_; }
  [[nodiscard]] const Handler& handler() const noexcept { return handler_; }
  [[nodiscard]] bool stopping() const noexcept { return stopping_; }

  // False when there are connections_max already.
  [[nodiscard]] bool enter(const std::shared_ptr<ServerConnection>& connection);
  void leave(const ServerConnection* connection);
  // No new request is begun. `drained` is called once, as soon as no connection is left.
  void stop(std::function<void()> drained);
  void abort_all();

 private:
  [[nodiscard]] std::vector<std::shared_ptr<ServerConnection>> present();

  ServerLimits limits_;
  Handler handler_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::unordered_map<const ServerConnection*, std::weak_ptr<ServerConnection>> connections_;
  std::function<void()> drained_;
};

}  // namespace sluice::net
