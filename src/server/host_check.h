#pragma once
#include "net/http_server.h"

#include <string>
#include <string_view>

namespace sluice::server {

// By which names this server may be called. A page of another site can make its own name lead to
// this machine (DNS rebinding) and then read what it asks here; it cannot make a browser send any
// other name than its own as Host.
class HostCheck {
 public:
  // "https://sluice.example.com": its host, and every name of this machine itself.
  explicit HostCheck(std::string_view public_url);
  // Ports do not count: a forwarded port changes them, a rebound name does not.
  [[nodiscard]] bool admits(std::string_view host_header) const;

 private:
  std::string public_host_;
};

}  // namespace sluice::server
