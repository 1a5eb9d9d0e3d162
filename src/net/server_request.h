#pragma once
#include "net/http_client.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

// One request as a handler sees it: no transport type in view.
struct ServerRequest {
  std::string method;  // HEAD arrives as GET with `head_only`: the server leaves the body out.
  std::string path;    // Percent-decoded once, without the query; "/api/v1/session".
  std::string query;   // As sent, without '?'.
  std::vector<Header> headers;
  std::string body;
  std::string peer_address;  // Where it comes from, behind the operator's own proxies.
  bool head_only = false;

  // The first value, names compared without regard to case; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  // Decoded as a form's field; the first of that name.
  [[nodiscard]] std::optional<std::string> query_parameter(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
};

}  // namespace sluice::net
