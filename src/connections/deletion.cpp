#include "connections/deletion.h"

#include "analytics/asking/deletion.h"
#include "analytics/asking/own_value_repository.h"
#include "base/log.h"
#include "dashboards/card_repository.h"

namespace sluice::connections {

void delete_connection(storage::Transaction& transaction, const vault::CredentialVault& vault,
                       const vault::Connection& connection, Instant now) {
  vault.forget(transaction, connection);
  const vault::ConnectionRow& row = connection.row();
  analytics::delete_answers_of(transaction, row.id, row.name_in_sentences);
  dashboards::CardRepository::delete_data_of(transaction, row.id, row.name_in_sentences);
  analytics::OwnValueRepository::delete_values_of(transaction, connection.id());
  vault::ConnectionRepository::count_disconnect(transaction, connection);
  transaction.execute(
      "INSERT INTO pending_rewrite (organization_id, since) VALUES (:organization_id, :now)"
      " ON CONFLICT (organization_id) DO UPDATE SET since = :now",
      {{"now", now}});
}

bool finish_deletion(const storage::OrganizationStore& store) {
  const auto pending =
      store.query_one("SELECT since FROM pending_rewrite WHERE organization_id = :organization_id");
  if (!pending) return true;
  try {  // The data is deleted already: what is left of it in free space must not fail the caller.
    store.rewrite();
    store.write([](storage::Transaction& transaction) {
      transaction.execute("DELETE FROM pending_rewrite WHERE organization_id = :organization_id");
    });
    return true;
  } catch (const storage::StorageFailure& failure) {
    log(LogLevel::error, "deleted_text_left_in_file", {{"error", failure.what()}});
    return false;
  }
}

}  // namespace sluice::connections
