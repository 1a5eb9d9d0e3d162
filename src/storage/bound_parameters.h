#pragma once
#include "storage/organization_access.h"
#include "storage/storage_failure.h"
#include "storage/value.h"

#include <optional>
#include <utility>
#include <vector>

namespace sluice::storage {

// The caller's parameters and `:organization_id`, which comes from the access and nowhere else: a
// caller who tries to bind it is refused.
[[nodiscard]] inline Parameters with_organization(OrganizationAccess access,
                                                  const Parameters& parameters) {
  Parameters bound;
  bound.reserve(parameters.size() + 1);
  bound.emplace_back("organization_id", access.organization());
  for (const Parameter& parameter : parameters) {
    if (parameter.name == "organization_id")
      throw StorageFailure(StorageFailure::Kind::statement,
                           "organization_id is bound from the access");
    bound.push_back(parameter);
  }
  return bound;
}

// For statements that name one row by its key.
[[nodiscard]] inline std::optional<Row> first_of(std::vector<Row> rows) {
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace sluice::storage
