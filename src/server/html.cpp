#include "server/html.h"

#include <md4c-html.h>

#include <stdexcept>

namespace sluice::server {
namespace {

void append_chunk(const MD_CHAR* text, MD_SIZE size, void* out) {
  static_cast<std::string*>(out)->append(text, size);
}

[[nodiscard]] bool is_harmless_address(std::string_view address) {
  return address.starts_with("https://") ||
         (address.starts_with("/") && !address.starts_with("//")) || address.starts_with("#");
}

// The library passes every link scheme through, so addresses are filtered on its output, where it
// writes them in one form only.
void drop_foreign_addresses(std::string& html, std::string_view marker) {
  for (std::size_t at = html.find(marker); at != std::string::npos;
       at = html.find(marker, at + 1)) {
    const std::size_t start = at + marker.size();
    const std::size_t end = html.find('"', start);
    if (end == std::string::npos) return;
    const bool harmless = is_harmless_address(std::string_view(html).substr(start, end - start));
    if (!harmless) html.replace(start, end - start, "#");
  }
}

}  // namespace

std::string render_markdown(std::string_view markdown) {
  std::string html;
  constexpr unsigned flags = MD_FLAG_NOHTML | MD_FLAG_TABLES;
  if (md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), append_chunk, &html, flags,
              0) != 0) {
    throw std::runtime_error("an article could not be rendered");
  }
  for (const std::string_view marker : {"href=\"", "src=\""})
    drop_foreign_addresses(html, marker);
  return html;
}

}  // namespace sluice::server
