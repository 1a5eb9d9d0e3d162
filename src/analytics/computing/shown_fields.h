#pragma once
#include "analytics/computing/workbook.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sluice::analytics {

// A field of a fetched table whose values may be an organization's own words (own_values.h), and
// the SELECT of one column that gives them: each once, one more than are kept of a field at most,
// a longer one than is kept as it is.
struct ShownField {
  std::string vendor;
  std::string entry;
  std::string field;
  std::string sql;
  ConnectionId connection{};  // Whose rows they are.
};

// Those of one table. Adds what they are made of to the fields that are read of its rows, and asks
// for no other table and no other rows. Of one account's rows, where its vendor has several; null:
// nobody knows of connections.
[[nodiscard]] std::vector<ShownField> shown_fields(Workbook& book, std::size_t table,
                                                   const Account* account = nullptr);

}  // namespace sluice::analytics
