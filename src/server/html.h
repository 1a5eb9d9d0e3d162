#pragma once
#include <string>
#include <string_view>

namespace sluice::server {

// The Markdown of our own articles as HTML: no raw HTML passes, and a link's address is https,
// a path of this site, or it becomes "#". Throws std::runtime_error when memory runs out.
[[nodiscard]] std::string render_markdown(std::string_view markdown);

}  // namespace sluice::server
