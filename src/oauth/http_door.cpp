#include "oauth/http_door.h"

#include "oauth/document_rules.h"
#include "oauth/reason_text.h"

#include <utility>

namespace sluice::oauth {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

net::HttpLimits document_limits(std::chrono::milliseconds timeout) {
  net::HttpLimits limits;
  limits.connect_timeout = timeout;
  limits.idle_timeout = timeout;
  limits.deadline = Deadline::in(timeout);
  limits.body_bytes_max = document_bytes_max;
  return limits;
}

net::HttpRequest document_request(const std::string& protocol_version) {
  net::HttpRequest request;
  request.headers.push_back({"Accept", "application/json"});
  if (!protocol_version.empty()) {
    request.headers.push_back({"MCP-Protocol-Version", protocol_version});
  }
  return request;
}

// Where a redirect of a metadata GET may go: the same origin.
std::optional<std::string> same_origin_target(const std::string& from, std::string_view location) {
  const auto base = net::parse_strict_url(from);
  if (!base || location.empty()) return std::nullopt;
  const auto target = net::resolve_reference(*base, location);
  if (!target || target->origin() != base->origin()) return std::nullopt;
  return target->text();
}

OAuthError bad_redirect(int status) {
  return {OAuthFailure::http_status,
          OAuthReason::redirected,
          std::string(explain(OAuthReason::redirected)),
          status,
          std::nullopt,
          ""};
}

OAuthError unreachable(net::HttpError error) {
  OAuthError result;
  result.reason = OAuthReason::unreachable;
  result.detail = std::string(to_text(error));
  result.transport = error;
  return result;
}

}  // namespace

std::string_view reason_of(const OAuthError& error) {
  return error.egress ? to_text(*error.egress) : to_text(error.reason);
}

Task<std::expected<net::HttpResponse, OAuthError>> HttpDoor::get_document(
    std::string url, std::string protocol_version) {
  auto response = co_await send(url, document_request(protocol_version));
  if (!response || !is_redirect(response->status)) co_return response;
  const auto target = same_origin_target(url, response->header("Location"));
  if (!target) co_return std::unexpected(bad_redirect(response->status));
  response = co_await send(*target, document_request(protocol_version));
  if (response && is_redirect(response->status)) {
    co_return std::unexpected(bad_redirect(response->status));
  }
  co_return response;
}

Task<std::expected<net::HttpResponse, OAuthError>> HttpDoor::send(std::string url,
                                                                  net::HttpRequest request) {
  auto endpoint =
      trust_ == Trust::custom ? co_await policy_.admit_custom(url) : co_await policy_.admit(url);
  if (!endpoint && endpoint.error().reason == net::EgressReason::unresolvable) {
    co_return std::unexpected(unreachable(net::HttpError::unresolvable));
  }
  if (!endpoint) {
    OAuthError refused{OAuthFailure::refused_address,
                       OAuthReason::refused_address,
                       std::move(endpoint.error().detail),
                       0,
                       std::nullopt,
                       ""};
    refused.egress = endpoint.error().reason;
    co_return std::unexpected(std::move(refused));
  }
  auto response = co_await client_.send(std::move(*endpoint), std::move(request),
                                        document_limits(limits_.timeout));
  if (!response) {
    co_return std::unexpected(unreachable(response.error()));
  }
  co_return std::move(*response);
}

}  // namespace sluice::oauth
