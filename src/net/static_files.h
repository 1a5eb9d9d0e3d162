#pragma once
#include "net/http_server.h"

#include <span>
#include <string_view>

namespace sluice::net {

// One file of the pages, compiled into the program. The views live as long as it does.
struct StaticFile {
  std::string_view path;  // "/assets/index-D3wE-iz9.js".
  std::string_view hash;  // Of the content.
  std::string_view plain;
  std::string_view brotli;  // Empty where it would not be smaller.
  std::string_view gzip;
};

// All of them; empty when the program was built without the pages.
[[nodiscard]] std::span<const StaticFile> embedded_static_files();

// The file at exactly this path; "/" is the page itself. Without the pages, "/" and "/index.html"
// are a page that says how to build them. Null when there is none.
[[nodiscard]] const StaticFile* find_static_file(std::string_view path);

// The file in the best encoding that the request takes, or 304 when the browser has it already.
// A name that carries its content's hash is kept by browsers for ever, any other is asked about
// again (ETag). Add security_headers() where the answer leaves.
[[nodiscard]] ServerResponse serve_static(const ServerRequest& request, const StaticFile& file);

}  // namespace sluice::net
