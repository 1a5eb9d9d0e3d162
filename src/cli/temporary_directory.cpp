#include "cli/temporary_directory.h"

#include <stdlib.h>

#include <cerrno>
#include <system_error>

namespace sluice::cli {

TemporaryDirectory::TemporaryDirectory(const std::string& name) {
  std::string path = (std::filesystem::temp_directory_path() / (name + "-XXXXXX")).string();
  if (mkdtemp(path.data()) == nullptr) {
    throw std::filesystem::filesystem_error("cannot make a temporary directory", path,
                                            std::error_code(errno, std::generic_category()));
  }
  path_ = path;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace sluice::cli
