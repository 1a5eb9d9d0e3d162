#pragma once
#include "analytics/answering/answer.h"
#include "storage/transaction.h"

#include <optional>
#include <string>

// Disconnecting deletes what was read through the connection: the answers here, the cards in
// dashboards/, both in the transaction that ends the connection.
namespace sluice::analytics {

// Empties every answer that shows anything of the vendor, joined ones too. The question stays: its
// author wrote it.
void delete_answers_of(storage::Transaction& transaction, const std::string& vendor,
                       const std::string& vendor_name);

// What a stored answer of a vendor has in its text: it names the vendor beside each call.
[[nodiscard]] std::string trace_of(const std::string& vendor);

// The name of a vendor whose connection was ended since the answer was begun; nothing when all of
// the answer may be kept. Asked in the transaction that would keep it.
[[nodiscard]] std::optional<std::string> disconnected_since(storage::Transaction& transaction,
                                                            const Answer& answer);

}  // namespace sluice::analytics
