#pragma once
#include <span>
#include <string_view>

// Files of the source tree that travel inside the binary (cmake/SluiceServer.cmake makes the
// lists).
namespace sluice::server::embedded {

struct Text {
  std::string_view name;  // "session.json": without its folder.
  std::string_view text;
};

// The shapes of the API: src/server/api/*.json, in the order of their names.
[[nodiscard]] std::span<const Text> api_files();
// The templates of the public pages: web/public-pages/*.html.
[[nodiscard]] std::span<const Text> page_templates();

}  // namespace sluice::server::embedded
