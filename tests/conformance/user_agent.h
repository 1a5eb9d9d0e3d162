#pragma once
#include "base/task.h"
#include "net/egress_policy.h"
#include "net/http_client.h"

#include <expected>
#include <string>

namespace sluice::conformance {

// A browser without a screen: opens the authorization URL, keeps cookies, follows redirects until
// one leads to our redirect address, and gives back that address's query. Nothing listens there.
class UserAgent {
 public:
  UserAgent(net::HttpClient& http, net::EgressPolicy& policy) : http_(http), policy_(policy) {}
  // The error is a sentence.
  [[nodiscard]] Task<std::expected<std::string, std::string>> visit(std::string url,
                                                                    std::string redirect_uri);

 private:
  void keep_cookies(const net::HttpResponse& response);
  [[nodiscard]] std::string cookie_header() const;

  net::HttpClient& http_;
  net::EgressPolicy& policy_;
  std::vector<net::Header> cookies_;
};

}  // namespace sluice::conformance
