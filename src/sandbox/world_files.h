#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::sandbox {

// Where the sandbox's data come from: "vendors.json", "world/SLUG.json", "tools/SLUG.json".
class WorldFiles {
 public:
  virtual ~WorldFiles() = default;
  // The file's text; nothing when there is no such file.
  [[nodiscard]] virtual std::optional<std::string> read(std::string_view name) const = 0;
};

// Those that the build put into the binary (cmake/SluiceWorld.cmake), compressed.
class EmbeddedWorldFiles final : public WorldFiles {
 public:
  // Unpacked anew with each call: read once a vendor and kept by whoever asked.
  [[nodiscard]] std::optional<std::string> read(std::string_view name) const override;
};

// A folder laid out like the project's sandbox/: to try changed data without a build.
class FolderWorldFiles final : public WorldFiles {
 public:
  explicit FolderWorldFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] std::optional<std::string> read(std::string_view name) const override;

 private:
  std::filesystem::path folder_;
};

}  // namespace sluice::sandbox
