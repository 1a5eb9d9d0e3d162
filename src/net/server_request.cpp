#include "net/server_request.h"

#include "base/text.h"
#include "net/http_text.h"

namespace sluice::net {

std::string_view ServerRequest::header(std::string_view name) const {
  for (const Header& candidate : headers)
    if (equal_ignoring_case(candidate.name, name)) return candidate.value;
  return {};
}

std::optional<std::string> ServerRequest::query_parameter(std::string_view name) const {
  return form_parameter(query, name);
}

// A peer may split its cookies over several headers, so all of them count.
std::optional<std::string> ServerRequest::cookie(std::string_view name) const {
  std::string all;
  for (const Header& candidate : headers)
    if (equal_ignoring_case(candidate.name, "cookie")) all.append(candidate.value).append(";");
  return cookie_value(all, name);
}

}  // namespace sluice::net
