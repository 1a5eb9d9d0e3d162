#pragma once
#include "analytics/computing/leaf.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sluice::analytics {

// What the rows of a grouped statement are: which keys there are, and which of them are shown.

[[nodiscard]] std::string key_name(std::size_t at);  // "k0"
// Every group that some leaf has, and every hour or band whatever they have; of a series every
// bucket with every other group. A SELECT with the columns k0, k1, ...
[[nodiscard]] std::string keys_sql(const QueryPlan& plan, const std::vector<Leaf>& leaves);
// "The two biggest customers of each country": of `groups`, a SELECT of `columns` columns with the
// plan's dimensions in front, the first plan.limit rows by value within each value of dimension
// `group`. Equal ones are told apart by their names, so that the same rows always win.
[[nodiscard]] std::string places_within(const QueryPlan& plan, const std::string& groups,
                                        std::size_t group, std::size_t columns);

}  // namespace sluice::analytics
