#pragma once
#include <span>
#include <string_view>

namespace sluice::catalog {

// A file of the source tree that travels inside the binary (cmake/SluiceCatalog.cmake): the rows
// and glossaries (as JSON), their schema, the articles.
struct EmbeddedFile {
  std::string_view name;  // "stripe.yaml", "row.schema.json", "knowledge-base/stripe.md"
  std::string_view text;
};
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();
// The file's text; empty when there is none of that name.
[[nodiscard]] std::string_view embedded_file(std::string_view name);

}  // namespace sluice::catalog
