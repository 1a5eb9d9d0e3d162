#include "analytics/computing/shown_fields.h"

#include "analytics/computing/row_scope.h"
#include "analytics/computing/sql_text.h"
#include "analytics/meaning/accounts.h"
#include "analytics/meaning/own_values.h"

namespace sluice::analytics {

std::vector<ShownField> shown_fields(Workbook& book, std::size_t table, const Account* account) {
  std::vector<ShownField> shown;
  const Place place = book.need(table).place;
  for (const catalog::Field& field : place.entry->fields) {
    if (!has_own_values(*place.entry, field)) continue;
    RowScope scope(book, table, book.now());
    const std::string value = scope.field(field.name).sql;
    const bool several = account != nullptr && has_accounts(*place.vendor);
    const std::string own = several ? " AND " + scope.field(account_field).sql + " = " +
                                          sql_text(account_value(*account))
                                    : "";
    shown.push_back({.vendor = place.vendor->vendor->slug,
                     .entry = place.entry->name,
                     .field = field.name,
                     .sql = "SELECT DISTINCT " + value + " FROM " + scope.from() + " WHERE " +
                            value + " IS NOT NULL" + own + " LIMIT " +
                            std::to_string(own_values_of_field_max + 1),
                     .connection = account == nullptr ? ConnectionId{} : account->connection});
  }
  return shown;
}

}  // namespace sluice::analytics
