#pragma once
#include <string>
#include <string_view>

namespace sluice::server {

// Text as HTML text or attribute value: &, <, >, " and ' become entities.
[[nodiscard]] std::string escape_html(std::string_view text);

// The Markdown of our own articles as HTML: no raw HTML passes, and a link's address is https,
// a path of this site, or it becomes plain text.
[[nodiscard]] std::string render_markdown(std::string_view markdown);

}  // namespace sluice::server
