#include "app/doctor_checks.h"

#include "app/open_data.h"
#include "base/time_zone.h"
#include "identity/operator_authenticator.h"
#include "identity/organization_directory.h"
#include "keys/key_source.h"
#include "net/ip_address.h"
#include "net/url.h"

#include <linux/magic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <optional>
#include <system_error>

namespace sluice::app {
namespace {

using Level = Finding::Level;
namespace fs = std::filesystem;

constexpr unsigned of_others = 077;
constexpr unsigned written_by_all = 02;

[[nodiscard]] std::string file_part(const std::string& source) {
  constexpr std::string_view scheme = "file:";
  return source.starts_with(scheme) ? source.substr(scheme.size()) : std::string();
}

[[nodiscard]] fs::path plain(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  return (error ? fs::absolute(path) : whole).lexically_normal();
}

// Compared by their canonical names: a link would hide that the keys lie in the data directory.
[[nodiscard]] bool lies_in(const fs::path& path, const fs::path& folder) {
  const std::string inner = plain(path).string();
  std::string outer = plain(folder).string();
  if (!outer.ends_with('/')) outer += '/';
  return (inner + "/").starts_with(outer);
}

[[nodiscard]] std::optional<struct stat> look_at(const fs::path& path) {
  struct stat seen{};
  if (::stat(path.c_str(), &seen) != 0) return std::nullopt;
  return seen;
}

// SQLite's write-ahead log needs shared memory, which network file systems do not give.
[[nodiscard]] bool is_network_disk(const fs::path& path) {
  // smb2 and cifs have no name in the header.
  constexpr std::array<unsigned long, 6> kinds{NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, V9FS_MAGIC,
                                               FUSE_SUPER_MAGIC, 0xFE534D42UL,    0xFF534D42UL};
  struct statfs disk{};
  if (::statfs(path.c_str(), &disk) != 0) return false;
  return std::ranges::find(kinds, static_cast<unsigned long>(disk.f_type) & 0xFFFFFFFFUL) !=
         kinds.end();
}

// What a folder of secrets must be: the server's own, and nobody else's to read.
[[nodiscard]] std::optional<Finding> folder_fault(const std::string& check, const fs::path& path) {
  const auto seen = look_at(path);
  if (!seen) return std::nullopt;
  const std::string name = path.string();
  if (!S_ISDIR(seen->st_mode)) return Finding{check, Level::wrong, name + " is not a directory."};
  if (seen->st_uid != geteuid() && geteuid() != 0)
    return Finding{check, Level::wrong,
                   name + " belongs to another user. Run doctor and the server as its owner."};
  if ((seen->st_mode & of_others) != 0)
    return Finding{check, Level::warning,
                   name + " can be entered by other users of this machine: chmod 700 " + name};
  return std::nullopt;
}

[[nodiscard]] Finding check_address(const Configuration& configuration) {
  if (std::string fault = start_fault(configuration); !fault.empty())
    return {"configuration", Level::wrong, "the server would not start: " + fault};
  const std::string& url = configuration.public_url;
  const auto parsed = net::parse_strict_url(url);
  const bool local = parsed && net::is_loopback_host(parsed->host);
  if (!url.empty() && !url.starts_with("https://") && !local)
    return {"address", Level::warning,
            "server.public_url is " + url +
                ": sign-ins travel unencrypted. End TLS in a proxy in front and set the https "
                "address."};
  const std::string port = std::to_string(configuration.listen_port);
  return {"address", Level::ok,
          "listens on " + configuration.listen_address + ":" + port + ", browsers type " +
              (url.empty() ? "http://localhost:" + port : url)};
}

[[nodiscard]] Finding check_data(const Configuration& configuration) {
  const fs::path data = configuration.data_dir;
  const auto seen = look_at(data);
  if (!seen) return {"data", Level::ok, data.string() + " is made with the first organization."};
  if (auto fault = folder_fault("data", data)) return *fault;
  const auto parent = look_at(plain(data).parent_path());
  if (parent && (parent->st_mode & written_by_all) != 0)
    return {"data", Level::warning,
            data.string() +
                " lies in a directory that every user may write to (as /tmp is): move it to one "
                "of its own."};
  if (is_network_disk(data))
    return {"data", Level::warning,
            data.string() +
                " is on a network or user-space disk, whose locks SQLite cannot rely on: put it on "
                "a disk of this machine."};
  return {"data", Level::ok, data.string() + " is the server's own"};
}

[[nodiscard]] Finding check_space(const Configuration& configuration) {
  fs::path place = plain(configuration.data_dir);
  while (!look_at(place) && place.has_relative_path())
    place = place.parent_path();
  std::error_code error;
  const auto space = fs::space(place, error);
  if (error) return {"disk space", Level::warning, "cannot be asked for: " + error.message()};
  const std::string words =
      std::to_string(space.available >> 20U) + " MiB are free for " + configuration.data_dir;
  if (space.available < space_wrong_bytes)
    return {"disk space", Level::wrong,
            words + ": free some; no vendor is asked while the audit trail cannot be written."};
  if (space.available < space_warning_bytes)
    return {"disk space", Level::warning, words + ": free some before it is full."};
  return {"disk space", Level::ok, words};
}

struct Keys {
  Finding finding;
  std::optional<crypto::KeyRing> ring;
};

[[nodiscard]] Keys check_key(const Configuration& configuration) {
  const std::string& source = configuration.keys_source;
  if (source.empty())
    return {{"master key", Level::wrong,
             "no key: `sluice keys init --key-file PATH` makes one, then set keys.source to "
             "\"file:PATH\"."},
            std::nullopt};
  const std::string file = file_part(source);
  if (file.empty())
    return {{"master key", Level::ok,
             source + " is handed to the server at its start and cannot be looked at from here."},
            std::nullopt};
  auto ring = keys::load_key_ring(source);
  if (!ring) return {{"master key", Level::wrong, ring.error().detail}, std::nullopt};
  Finding finding{"master key", Level::ok,
                  file + " is readable by its owner only; " + std::to_string(ring->keys().size()) +
                      " in the ring"};
  if (lies_in(file, configuration.data_dir)) {
    finding = {"master key", Level::warning,
               file +
                   " lies in the data directory, so a copy of the data holds its key: move it "
                   "and change keys.source."};
  }
  return {std::move(finding), std::move(*ring)};
}

[[nodiscard]] Finding check_slots(const Configuration& configuration) {
  const std::string place =
      file_part(slots_source(configuration.data_dir, configuration.keys_slots));
  if (place.empty())
    return {"key slots", Level::wrong,
            "keys.slots must be \"file:DIR\", not \"" + configuration.keys_slots + "\"."};
  if (auto fault = folder_fault("key slots", place)) return *fault;
  if (lies_in(place, configuration.data_dir))
    return {"key slots", Level::warning,
            place +
                " lies in the data directory, so a backup of the data brings back what was "
                "deleted. Stop the server, move the directory (to " +
                plain(configuration.data_dir).string() +
                "-slots, or elsewhere with keys.slots), start it again."};
  if (look_at(place) && ::access(place.c_str(), R_OK | W_OK | X_OK) != 0)
    return {"key slots", Level::wrong, place + " cannot be written to by this user."};
  return {"key slots", Level::ok, place + ", apart from the data"};
}

[[nodiscard]] std::int64_t slots_to_erase(const storage::Database& database) {
  const SystemClock clock;
  SystemRandom random;
  std::int64_t slots = 0;
  const audit::AuditTrail unwritten(database, clock);
  for (const auto& organization :
       identity::OrganizationDirectory(database, clock, random, unwritten).list()) {
    const auto access = identity::OperatorAuthenticator(database).authenticate(organization.slug);
    if (!access) continue;
    const auto row = database.organization(*access).query_one(
        "SELECT COUNT(*) AS slots FROM slot_erasure WHERE organization_id = :organization_id");
    if (row) slots += row->integer("slots");
  }
  return slots;
}

// What only the database tells. Nothing before there is one.
[[nodiscard]] std::vector<Finding> check_database(const Configuration& configuration,
                                                  const std::optional<crypto::KeyRing>& ring) {
  if (!look_at(fs::path(configuration.data_dir) / "control.db")) return {};
  std::vector<Finding> findings;
  try {  // A damaged file ends in an exception of the storage.
    const auto database = open_database(configuration.data_dir);
    if (!database) return {{"database", Level::wrong, database.error()}};
    findings.push_back({"database", Level::ok, "opens"});
    if (ring && !keys::opens_data(**database, *ring))
      findings.push_back({"master key", Level::wrong,
                          "the ring does not open this data: point keys.source to the key that it "
                          "was written with."});
    if (const auto slots = slots_to_erase(**database); slots > 0)
      findings.push_back({"key slots", Level::wrong,
                          std::to_string(slots) +
                              " of deleted credentials are not overwritten yet. The running server "
                              "tries every minute; its log says why it fails (key_slot_kept)."});
  } catch (const std::exception& error) {
    findings.push_back({"database", Level::wrong, error.what()});
  }
  return findings;
}

[[nodiscard]] Finding check_limits() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_max < files_needed)
    return {"limits", Level::warning,
            "the system allows " + std::to_string(files.rlim_max) +
                " open files, so fewer connections than the server would admit: LimitNOFILE=65536 "
                "in its unit, or ulimit -Hn."};
  const auto memory = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                      static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  if (memory < memory_warning_bytes)
    return {"limits", Level::warning,
            "this machine has " + std::to_string(memory >> 20U) +
                " MiB of memory, and one question may take 1 GiB: lower questions.per_server."};
  return {"limits", Level::ok, "open files and memory are enough"};
}

[[nodiscard]] Finding check_time_zones() {
  if (TimeZone::find("America/New_York")) return {"time zones", Level::ok, "are installed"};
  return {"time zones", Level::wrong,
          "the system's time zones cannot be read: install the package tzdata."};
}

}  // namespace

std::string_view to_text(Finding::Level level) {
  switch (level) {
    case Level::ok: return "ok";
    case Level::warning: return "warning";
    case Level::wrong: return "wrong";
  }
  return "wrong";
}

std::vector<Finding> examine(const Configuration& configuration, const std::string& file) {
  std::vector<Finding> findings{
      {"configuration", Level::ok,
       file.empty() ? "no file (./sluice.toml, /etc/sluice/sluice.toml): defaults" : file}};
  findings.push_back(check_address(configuration));
  findings.push_back(check_data(configuration));
  findings.push_back(check_space(configuration));
  Keys keys = check_key(configuration);
  findings.push_back(std::move(keys.finding));
  findings.push_back(check_slots(configuration));
  std::ranges::move(check_database(configuration, keys.ring), std::back_inserter(findings));
  findings.push_back(check_limits());
  findings.push_back(check_time_zones());
  return findings;
}

}  // namespace sluice::app
