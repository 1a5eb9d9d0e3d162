#include "cli/file_text.h"

#include <fstream>
#include <sstream>
#include <system_error>

namespace sluice::cli {

std::expected<std::string, std::string> read_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored))
    return std::unexpected("there is no file " + path.string() + ".");
  std::ostringstream text;
  const std::ifstream file(path, std::ios::binary);
  text << file.rdbuf();
  if (!file) return std::unexpected(path.string() + " cannot be read.");
  return std::move(text).str();
}

std::expected<void, std::string> write_file(const std::filesystem::path& path,
                                            const std::string& text) {
  const std::filesystem::path beside = path.string() + ".new";
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  const bool written =
      static_cast<bool>(std::ofstream(beside, std::ios::binary) << text << std::flush);
  if (written) std::filesystem::rename(beside, path, error);
  if (!written || error) return std::unexpected("cannot write " + path.string() + ".");
  return {};
}

}  // namespace sluice::cli
