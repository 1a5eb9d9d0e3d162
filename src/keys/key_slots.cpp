#include "keys/key_slots.h"

#include "keys/owner_only_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace sluice::keys {
namespace {

// One file a slot: DIR/ID.slot.
class FileKeySlots final : public KeySlots {
 public:
  FileKeySlots(std::filesystem::path folder, Random& random)
      : folder_(std::move(folder)), random_(random) {}

  std::expected<SlotId, KeyError> make() override {
    const SlotId slot{random_.id()};
    if (auto written = write_new_file(file_of(slot), Secret::take(random_.bytes(slot_bytes)));
        !written)
      return std::unexpected(written.error());
    return slot;
  }

  std::optional<Secret> read(SlotId slot) const override {
    auto file = open_owner_only(file_of(slot));
    if (!file) return std::nullopt;
    auto bytes = read_all(*file, "slot", slot_bytes);
    // A shorter file was cut by a full disk or a crash; half a slot must not become a key.
    if (!bytes || bytes->use([](std::string_view text) { return text.size(); }) != slot_bytes)
      return std::nullopt;
    return std::move(*bytes);
  }

  std::expected<void, KeyError> erase(SlotId slot) override {
    const std::filesystem::path path = file_of(slot);
    {
      const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
      if (!file.is_open()) {
        // Erased before, and the crash came before it was noted.
        if (errno == ENOENT) return {};
        return std::unexpected(system_error("Opening " + path.string()));
      }
      // In place, the same length: the same blocks of the disk. Zeros make the slot useless even
      // when the file system keeps the file.
      const std::array<char, slot_bytes> zeros{};
      if (::pwrite(file.number(), zeros.data(), zeros.size(), 0) != ssize_t{slot_bytes} ||
          ::fsync(file.number()) != 0)
        return std::unexpected(system_error("Overwriting " + path.string()));
    }
    if (::unlink(path.c_str()) != 0 || !sync_folder(folder_))
      return std::unexpected(system_error("Removing " + path.string()));
    return {};
  }

 private:
  [[nodiscard]] std::filesystem::path file_of(SlotId slot) const {
    return folder_ / (to_text(slot) + ".slot");
  }
  std::filesystem::path folder_;
  Random& random_;
};

}  // namespace

std::expected<std::unique_ptr<KeySlots>, KeyError> open_key_slots(std::string_view source,
                                                                  Random& random) {
  if (!source.starts_with("file:"))
    return std::unexpected(KeyError{
        "keys.slots must be file:DIR, a folder that is not backed up with the database. vault: is "
        "not built yet."});
  const std::filesystem::path folder(source.substr(std::string_view("file:").size()));
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error)
    return std::unexpected(KeyError{"The folder of key slots " + folder.string() +
                                    " cannot be made or entered: " + error.message() +
                                    ". Make it yourself (owned by the user that runs the server, "
                                    "chmod 700), or name another with keys.slots."});
  return std::make_unique<FileKeySlots>(folder, random);
}

}  // namespace sluice::keys
