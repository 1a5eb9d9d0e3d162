#pragma once
#include "base/json.h"
#include "net/http_server.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

// One kind of failure: `slug` is stable for machines, `title` is the same for every occurrence.
struct ProblemKind {
  int status;
  std::string_view slug;
  std::string_view title;
};

// An RFC 9457 problem document. `type` is "urn:sluice:problem:" and the slug; `detail` is a
// sentence about this occurrence (may be empty); `extra` holds extension members.
[[nodiscard]] ServerResponse problem(const ProblemKind& kind, std::string_view detail,
                                     Json extra = Json::object());

// The same as the server itself answers, where no router adds the security headers.
[[nodiscard]] ServerResponse transport_problem(const ProblemKind& kind, std::string_view detail);

// What every page and document carries against misuse by another site: the content security
// policy, no sniffing, no referrer, no framing, its own browsing context group. The opener
// policy keeps BroadcastChannel working, which is how the connect window reports back.
[[nodiscard]] const std::vector<Header>& security_headers();

}  // namespace sluice::net
