#include "app/open_audit.h"

#include "app/open_data.h"
#include "audit/open_trail.h"
#include "keys/key_source.h"

namespace sluice::app {

std::expected<std::unique_ptr<audit::AuditTrail>, std::string> open_audit(
    const storage::Database& database, const std::string& data_directory,
    const std::string& key_file, const Clock& clock) {
  const auto kept = audit::kept_trail_key(database);
  if (!kept) return audit::open_kept_trail(database, nullptr, clock);
  std::string source = kept->key_source;
  // What systemd or a parent process hands to the server, no other command can read.
  if (!source.starts_with("file:")) source = "file:" + default_key_file(data_directory).string();
  if (!key_file.empty()) source = "file:" + key_file;
  const auto ring = keys::load_key_ring(source);
  if (!ring)
    return std::unexpected(
        "The audit trail of this data is under a key, and the master key that "
        "opens it was not found. " +
        ring.error().detail + " Name it with --key-file FILE.");
  return audit::open_kept_trail(database, &*ring, clock);
}

}  // namespace sluice::app
