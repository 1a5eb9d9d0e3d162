#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "storage/database.h"

#include <expected>
#include <memory>
#include <string>

namespace sluice::app {

// The audit trail for a command beside the server, under the key of the data. `key_file` names the
// master key; empty: where the server found it last, else master.key in the data directory. Data
// that no server has opened has no key yet, and needs none. The error is a sentence.
[[nodiscard]] std::expected<std::unique_ptr<audit::AuditTrail>, std::string> open_audit(
    const storage::Database& database, const std::string& data_directory,
    const std::string& key_file, const Clock& clock);

}  // namespace sluice::app
