// What becomes of a 403 that wants more scopes granted.
#include "calls/call_text.h"
#include "calls/catalog_caller.h"
#include "calls/reading_scopes.h"

#include <utility>

namespace sluice::calls {

using vault::Connection;
using vault::ConnectionRepository;

// The scopes of the step-up wait at the connection until somebody presses Reconnect: nobody else
// can allow them.
Task<CallError> CatalogCaller::step_up(storage::OrganizationAccess access, Connection connection,
                                       std::string asked) {
  co_return co_await run_blocking(parts_.pool, [&] {
    const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
    const auto wanted = vendor == nullptr ? std::nullopt : step_up_scope(*vendor, asked);
    const audit::AuditRecord record{
        .action = "connection.step_up",
        .target_kind = "connection",
        .target_id = to_text(connection.id()),
        .result = wanted ? "asked" : "refused",
        .actor_name = {},
        .address = {},
        .detail = {{"vendor", connection.row().vendor}, {"scope", asked}}};
    const ConnectionRepository repository(parts_.database, access);
    repository.store().write([&](storage::Transaction& transaction) {
      if (wanted) ConnectionRepository::want_scope(transaction, connection, *wanted);
      parts_.audit.append(transaction, record);
    });
    return more_access(connection.row().name_in_sentences, asked, wanted.has_value());
  });
}

}  // namespace sluice::calls
