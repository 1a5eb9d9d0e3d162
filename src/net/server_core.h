#pragma once
#include "net/http_server.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
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

  // What becomes of a new connection.
  enum class Admission {
    served,
    told,     // That there is no room; leave_told() when it knows.
    dropped,  // Too many are being told already.
  };
  // When all places are taken, those who have kept theirs longest without a request give it up.
  [[nodiscard]] Admission enter(const std::shared_ptr<ServerConnection>& connection);
  // Gives the place of a served connection, or of one that was told, back.
  void leave(const ServerConnection* connection);
  void leave_told();
  // No new request is begun. `drained` is called once, as soon as no connection is left.
  void stop(std::function<void()> drained);
  void abort_all();

 private:
  struct Present {
    std::weak_ptr<ServerConnection> connection;
    std::string address;  // Empty: not counted, a proxy's.
  };
  [[nodiscard]] std::vector<std::shared_ptr<ServerConnection>> present();
  // With the lock held.
  [[nodiscard]] Admission turn_away();
  [[nodiscard]] bool make_room();

  ServerLimits limits_;
  Handler handler_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::unordered_map<const ServerConnection*, Present> connections_;
  std::unordered_map<std::string, std::size_t> per_address_;
  std::size_t told_ = 0;
  std::function<void()> drained_;
};

}  // namespace sluice::net
