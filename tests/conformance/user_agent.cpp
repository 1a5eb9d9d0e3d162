#include "user_agent.h"

#include "net/url.h"

#include <algorithm>
#include <utility>

namespace sluice::conformance {
namespace {

constexpr int redirects_max = 15;

}  // namespace

void UserAgent::keep_cookies(const net::HttpResponse& response) {
  for (const std::string& text : response.header_values("Set-Cookie")) {
    const std::string pair = text.substr(0, text.find(';'));
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos) continue;
    const std::string name = pair.substr(0, equals);
    std::erase_if(cookies_, [&](const net::Header& cookie) { return cookie.name == name; });
    cookies_.push_back({name, pair.substr(equals + 1)});
  }
}

std::string UserAgent::cookie_header() const {
  std::string text;
  for (const net::Header& cookie : cookies_) {
    text += (text.empty() ? "" : "; ") + cookie.name + "=" + cookie.value;
  }
  return text;
}

Task<std::expected<std::string, std::string>> UserAgent::visit(std::string url,
                                                               std::string redirect_uri) {
  for (int hop = 0; hop < redirects_max; ++hop) {
    auto endpoint = co_await policy_.admit(url);
    if (!endpoint) co_return std::unexpected("not admitted: " + endpoint.error().detail);
    net::HttpRequest request;
    if (!cookies_.empty()) request.headers.push_back({"Cookie", cookie_header()});
    net::HttpLimits limits;
    auto response = co_await http_.send(std::move(*endpoint), std::move(request), limits);
    if (!response) co_return std::unexpected(std::string(to_text(response.error())));
    keep_cookies(*response);
    const std::string location(response->header("Location"));
    if (location.starts_with(redirect_uri + "?")) {
      co_return location.substr(redirect_uri.size() + 1);
    }
    const auto base = net::parse_strict_url(url);
    if (!base) co_return std::unexpected("not an address: " + url);
    const auto next = net::resolve_reference(*base, location);
    if (!next || location.empty()) {
      co_return std::unexpected("status " + std::to_string(response->status) +
                                " without a redirect: " + response->body.substr(0, 300));
    }
    url = next->text();
  }
  co_return std::unexpected("too many redirects");
}

}  // namespace sluice::conformance
