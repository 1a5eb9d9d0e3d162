#pragma once
#include <span>
#include <string_view>

namespace sluice::sandbox {

// One file inside the binary: gzip bytes. The table is written by cmake/SluiceWorld.cmake.
struct EmbeddedFile {
  std::string_view name;
  std::string_view gzip;
};
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace sluice::sandbox
