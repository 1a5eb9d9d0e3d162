#pragma once
#include "catalog/semantics.h"

#include <string_view>

namespace sluice::analytics {

// Whether no row can be both what the filter keeps (an expression of the row, as a measure has it)
// and hold this value of the field: "closed issues" that are open. By the texts of the row alone,
// through the conditions that "and" ties; false where they do not say it.
[[nodiscard]] bool excludes(const catalog::Entry& entry, std::string_view filter,
                            const catalog::Field& field, std::string_view value);

}  // namespace sluice::analytics
