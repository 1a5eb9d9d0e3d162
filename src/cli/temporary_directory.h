#pragma once
#include <filesystem>
#include <string>

namespace sluice::cli {

// A folder for the time of one command, for its user alone; gone with the object. Throws
// std::filesystem::filesystem_error where none can be made.
class TemporaryDirectory {
 public:
  explicit TemporaryDirectory(const std::string& name);
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace sluice::cli
