#pragma once
#include "audit/chain.h"
#include "audit/record.h"
#include "storage/database.h"
#include "storage/transaction.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::audit {

// How both trails lie in their tables: the organization's in its own file, the control trail in
// the control database. Private to audit/.

// A record with the hash that it says it follows; the check compares it, the export leaves it out.
struct TrailRow {
  StoredRecord stored;
  std::string previous_hash;
};

inline constexpr std::int64_t rows_at_once_max = 500;

// After a sequence number, oldest first; before one, newest first.
[[nodiscard]] std::vector<TrailRow> rows_after(const storage::Database& database,
                                               const storage::OrganizationAccess& access,
                                               Trail trail, std::int64_t after);
[[nodiscard]] std::vector<TrailRow> rows_before(const storage::Database& database,
                                                const storage::OrganizationAccess& access,
                                                Trail trail, std::int64_t before,
                                                std::int64_t limit);
// Of the records themselves, whatever the head says; 0 for none.
[[nodiscard]] std::int64_t last_sequence(const storage::Database& database,
                                         const storage::OrganizationAccess& access, Trail trail);

// Where the chain stands; its start when nothing was written yet.
[[nodiscard]] ChainHead head_of(const storage::Database& database,
                                const storage::OrganizationAccess& access, const Chain& chain);
// Within the transaction that will write the next record, so that no other writer comes between.
[[nodiscard]] ChainHead head_of(storage::Transaction& transaction, const Chain& chain);
[[nodiscard]] ChainHead head_of(storage::ControlTransaction& transaction,
                                OrganizationId organization, const Chain& chain);

// The record and the new head, in the caller's transaction.
void insert_row(storage::Transaction& transaction, const TrailRow& row, const ChainHead& head);
void insert_row(storage::ControlTransaction& transaction, OrganizationId organization,
                const TrailRow& row, const ChainHead& head);

}  // namespace sluice::audit
