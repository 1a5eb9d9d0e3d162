#pragma once
#include "cli/guard.h"

namespace sluice::cli {

// `sluice check url`: a URL, or {"url", "dns": {host: [addresses]}, "redirect_to"}. With `dns` no
// name is really looked up; a list of lists is one answer a look-up, and then the URL is admitted
// once for each, as it would be at creation and at every later call. `redirect_to` is what the
// server answers to the request for its metadata. Answers "addresses" too: where a socket may go.
[[nodiscard]] Guard make_url_guard();

}  // namespace sluice::cli
