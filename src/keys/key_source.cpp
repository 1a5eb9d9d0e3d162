#include "keys/key_source.h"

#include "base/log.h"
#include "keys/owner_only_file.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>

namespace sluice::keys {
namespace {

constexpr std::size_t keys_in_ring_max = 16;

std::expected<std::vector<crypto::MasterKey>, KeyError> parse_keys(const Secret& text,
                                                                   std::string_view name) {
  std::vector<crypto::MasterKey> keys;
  bool readable = true;
  text.use([&](std::string_view rest) {
    while (!rest.empty() && readable) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (line.empty()) continue;
      auto key = crypto::MasterKey::parse(Secret::take(std::string(line)));
      readable = key.has_value() && keys.size() < keys_in_ring_max;
      if (readable) keys.push_back(std::move(*key));
    }
  });
  if (!readable || keys.empty())
    return std::unexpected(KeyError{
        std::string(name) +
        " does not hold master keys: one key a line, each 44 characters as `sluice keys init` "
        "writes it. Restore the file from its backup; a new key cannot open the old data."});
  return keys;
}

crypto::KeyRing ring_of(std::vector<crypto::MasterKey> keys, crypto::KeyRing::Source source) {
  crypto::MasterKey primary = std::move(keys.front());
  keys.erase(keys.begin());
  return {std::move(primary), std::move(keys), std::move(source)};
}

std::expected<std::vector<crypto::MasterKey>, KeyError> read_keys(
    const std::filesystem::path& path) {
  auto file = open_owner_only(path);
  if (!file) return std::unexpected(file.error());
  const auto text = read_all(*file, path.string(), key_file_bytes_max);
  if (!text) return std::unexpected(text.error());
  return parse_keys(*text, path.string());
}

// The ring follows the file: `sluice keys rotate` replaces it beside the running server.
std::expected<crypto::KeyRing, KeyError> load_file(const std::filesystem::path& path) {
  auto keys = read_keys(path);
  if (!keys) return std::unexpected(keys.error());
  return ring_of(std::move(*keys), [path]() -> std::optional<std::vector<crypto::MasterKey>> {
    auto again = read_keys(path);
    if (again) return std::move(*again);
    log(LogLevel::error, "key_file_unreadable", {{"detail", again.error().detail}});
    return std::nullopt;
  });
}

std::expected<crypto::KeyRing, KeyError> load_descriptor(std::string_view number_text) {
  int number = -1;
  const char* end = number_text.data() + number_text.size();
  const auto [stop, error] = std::from_chars(number_text.data(), end, number);
  if (error != std::errc{} || stop != end || number < 0)
    return std::unexpected(KeyError{"keys.source fd: needs a number, as in fd:3."});
  const std::string name = "File descriptor " + std::to_string(number);
  const FileDescriptor file(number);  // Ours from now on: closed after the read.
  const auto text = read_all(file, name, key_file_bytes_max);
  if (!text) return std::unexpected(text.error());
  auto keys = parse_keys(*text, name);
  if (!keys) return std::unexpected(keys.error());
  return ring_of(std::move(*keys), {});  // A pipe is read once: a new key needs a restart.
}

std::expected<crypto::KeyRing, KeyError> load_credential(std::string_view name) {
  // Read at start, before any other thread runs. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr)
    return std::unexpected(
        KeyError{"keys.source credential: works under systemd only (LoadCredential= in the unit): "
                 "CREDENTIALS_DIRECTORY is not set."});
  if (name.empty() || name.find('/') != std::string_view::npos || name.starts_with('.'))
    return std::unexpected(KeyError{"keys.source credential: needs a plain file name."});
  return load_file(std::filesystem::path(folder) / name);
}

bool ring_has(const crypto::KeyRing& ring, std::string_view name) {
  return std::ranges::any_of(ring.keys(),
                             [&](const crypto::MasterKey& key) { return key.name() == name; });
}

// One of the keys that the data was written with, or it is new.
bool has_one_of(const crypto::KeyRing& ring, const std::vector<storage::Row>& known) {
  return known.empty() || std::ranges::any_of(known, [&](const storage::Row& row) {
           return ring_has(ring, row.text("key_name"));
         });
}

std::optional<std::string_view> after(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

}  // namespace

std::expected<crypto::KeyRing, KeyError> load_key_ring(std::string_view source) {
  if (const auto path = after(source, "file:")) return load_file(std::filesystem::path(*path));
  if (const auto number = after(source, "fd:")) return load_descriptor(*number);
  if (const auto name = after(source, "credential:")) return load_credential(*name);
  if (source.starts_with("command:") || source.starts_with("vault:"))
    return std::unexpected(
        KeyError{"keys.source command: and vault: are not built yet. Use file:PATH, fd:N or "
                 "credential:NAME; with fd:N any command can hand the key over through a pipe."});
  return std::unexpected(KeyError{
      "keys.source must be file:PATH, fd:N or credential:NAME. A key is never taken from the "
      "environment, where every process of the user can read it."});
}

std::expected<void, KeyError> make_key_file(const std::filesystem::path& file, Random& random) {
  auto made = write_new_file(file, crypto::FernetKey::generate_text(random));
  if (!made && made.error().exists_already)
    made.error().detail += " A key file is never overwritten: what it sealed would be lost.";
  return made;
}

std::expected<void, KeyError> add_primary_key(const std::filesystem::path& file, Random& random) {
  auto open = open_owner_only(file);
  if (!open) return std::unexpected(open.error());
  const auto old_text = read_all(*open, file.string(), key_file_bytes_max);
  if (!old_text) return std::unexpected(old_text.error());
  const auto keys = parse_keys(*old_text, file.string());
  if (!keys) return std::unexpected(keys.error());
  if (keys->size() >= keys_in_ring_max)
    return std::unexpected(KeyError{
        file.string() +
        " holds as many keys as it may. The last lines are the oldest: after a rotation that "
        "ended well nothing is sealed under them, so delete some (keep a copy), then rotate."});
  std::string text;
  text.reserve(2 * key_file_bytes_max);  // Once, so that no copy of a key stays behind.
  crypto::FernetKey::generate_text(random).use([&](std::string_view key) { text.append(key); });
  text.push_back('\n');
  old_text->use([&](std::string_view keys) { text.append(keys); });
  const std::filesystem::path beside = file.string() + ".new";
  if (auto written = write_new_file(beside, Secret::take(std::move(text))); !written)
    return written;
  if (std::rename(beside.c_str(), file.c_str()) != 0 || !sync_folder(file.parent_path()))
    return std::unexpected(system_error("Replacing " + file.string()));
  return {};
}

std::expected<void, KeyError> check_key_ring(const storage::Database& database,
                                             const crypto::KeyRing& ring, const Clock& clock) {
  return database.control().write(
      [&](storage::ControlTransaction& transaction) -> std::expected<void, KeyError> {
        if (!has_one_of(ring, transaction.query("SELECT key_name FROM key_check")))
          return std::unexpected(KeyError{
              "The master key is not the one this data was written with (a restored database, or "
              "another key file?). Nothing was changed. Point keys.source to the right key."});
        transaction.execute(
            "INSERT INTO key_check (key_name, first_seen_at) VALUES (:name, :now)"
            " ON CONFLICT (key_name) DO NOTHING",
            {{"name", ring.primary().name()}, {"now", clock.now()}});
        return {};
      });
}

bool opens_data(const storage::Database& database, const crypto::KeyRing& ring) {
  return has_one_of(ring, database.control().query("SELECT key_name FROM key_check"));
}

}  // namespace sluice::keys
