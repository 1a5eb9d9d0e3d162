#include "net/problem.h"

#include <utility>

namespace sluice::net {

ServerResponse problem(const ProblemKind& kind, std::string_view detail, Json extra) {
  Json document = std::move(extra);
  document["type"] = "urn:sluice:problem:" + std::string(kind.slug);
  document["title"] = kind.title;
  document["status"] = kind.status;
  if (!detail.empty()) document["detail"] = detail;
  return {.status = kind.status,
          .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
          .body = to_wire(document)};
}

ServerResponse transport_problem(const ProblemKind& kind, std::string_view detail) {
  ServerResponse response = problem(kind, detail);
  const auto& headers = security_headers();
  response.headers.insert(response.headers.end(), headers.begin(), headers.end());
  return response;
}

const std::vector<Header>& security_headers() {
  static const std::vector<Header> headers{
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
       "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
       "base-uri 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"X-Frame-Options", "DENY"},
      {"Cross-Origin-Opener-Policy", "same-origin-allow-popups"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"}};
  return headers;
}

}  // namespace sluice::net
