#include "keys/owner_only_file.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sluice::keys {
namespace {

constexpr mode_t owner_only = S_IRUSR | S_IWUSR;
constexpr mode_t permission_bits = 07777;

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (is_open()) ::close(number_);
}

int FileDescriptor::release() noexcept {
  const int number = number_;
  number_ = -1;
  return number;
}

KeyError system_error(std::string_view doing) {
  return {std::string(doing) + ": " + std::system_category().message(errno)};
}

std::expected<Secret, KeyError> read_all(const FileDescriptor& file, std::string_view name,
                                         std::size_t bytes_max) {
  // Sized once and wiped whole by take(): no copy of a key stays in a buffer that grew.
  std::string content(bytes_max + 1, '\0');
  std::size_t length = 0;
  while (length < content.size()) {
    const ssize_t got = ::read(file.number(), content.data() + length, content.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(system_error("Reading " + std::string(name)));
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  const bool usable = length > 0 && length <= bytes_max;
  if (usable) content.resize(length);
  Secret secret = Secret::take(std::move(content));
  if (!usable)
    return std::unexpected(KeyError{std::string(name) + " is empty or larger than " +
                                    std::to_string(bytes_max) + " bytes."});
  return secret;
}

std::expected<FileDescriptor, KeyError> open_owner_only(const std::filesystem::path& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open() && errno == ENOENT) {
    return std::unexpected(KeyError{"The key file " + path.string() +
                                    " does not exist. Make one with `sluice keys init --key-file " +
                                    path.string() + "`."});
  }
  if (!file.is_open()) return std::unexpected(system_error("Opening " + path.string()));
  struct stat status{};
  if (::fstat(file.number(), &status) != 0)
    return std::unexpected(system_error("Looking at " + path.string()));
  if (!S_ISREG(status.st_mode))
    return std::unexpected(KeyError{path.string() + " is no regular file."});
  if (status.st_uid != ::geteuid())
    return std::unexpected(KeyError{path.string() +
                                    " belongs to another user. Make the user that runs Sluice "
                                    "its owner (chown)."});
  const mode_t permissions = status.st_mode & permission_bits;
  if (permissions != owner_only && permissions != S_IRUSR)
    return std::unexpected(KeyError{path.string() +
                                    " can be read or run by others than its owner. Run: chmod "
                                    "600 " +
                                    path.string()});
  return file;
}

std::expected<void, KeyError> write_new_file(const std::filesystem::path& path,
                                             const Secret& content) {
  const FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, owner_only));
  if (!file.is_open()) {
    if (errno == EEXIST) return std::unexpected(KeyError{path.string() + " exists already.", true});
    return std::unexpected(system_error("Making " + path.string()));
  }
  const bool written =
      content.use([&](std::string_view bytes) { return write_all(file.number(), bytes); });
  if (!written || ::fsync(file.number()) != 0) {
    const KeyError error = system_error("Writing " + path.string());
    ::unlink(path.c_str());  // Half a key is no key.
    return std::unexpected(error);
  }
  if (!sync_folder(path.parent_path()))
    return std::unexpected(system_error("Syncing the folder of " + path.string()));
  return {};
}

bool sync_folder(const std::filesystem::path& folder) {
  const std::filesystem::path name = folder.empty() ? "." : folder;
  const FileDescriptor file(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return file.is_open() && ::fsync(file.number()) == 0;
}

}  // namespace sluice::keys
