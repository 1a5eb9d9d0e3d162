#pragma once
#include "base/secret.h"
#include "keys/key_source.h"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace sluice::keys {

// An open file that closes itself. Private to keys/.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.release()) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  FileDescriptor& operator=(FileDescriptor&&) = delete;
  ~FileDescriptor();
  // -1 when nothing is open.
  [[nodiscard]] int number() const noexcept { return number_; }
  [[nodiscard]] bool is_open() const noexcept { return number_ >= 0; }

 private:
  int release() noexcept;
  int number_;
};

// Reads at most `bytes_max`; an error when there is more, or nothing.
[[nodiscard]] std::expected<Secret, KeyError> read_all(const FileDescriptor& file,
                                                       std::string_view name,
                                                       std::size_t bytes_max);
// Opens a file that belongs to this user and that nobody else may read: regular, no link, 0600 or
// 0400. Checked on the open file, so it cannot be exchanged in between.
[[nodiscard]] std::expected<FileDescriptor, KeyError> open_owner_only(
    const std::filesystem::path& file);
// Writes a new 0600 file and syncs it and its folder. Fails when the file exists.
[[nodiscard]] std::expected<void, KeyError> write_new_file(const std::filesystem::path& file,
                                                           const Secret& content);
// Makes a rename or an unlink in `folder` survive a power cut.
[[nodiscard]] bool sync_folder(const std::filesystem::path& folder);
// "name: No space left on device"
[[nodiscard]] KeyError system_error(std::string_view doing);

}  // namespace sluice::keys
