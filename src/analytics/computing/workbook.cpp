#include "analytics/computing/workbook.h"

#include <algorithm>
#include <iterator>

namespace sluice::analytics {

std::size_t Workbook::table(Place place, const Json& arguments,
                            const std::optional<FetchRange>& range) {
  const Json wanted = arguments.is_object() ? arguments : Json::object();
  for (std::size_t at = 0; at < tables_.size(); ++at) {
    const TableNeed& known = tables_[at];
    if (known.place == place && known.arguments == wanted && known.range == range) return at;
  }
  tables_.push_back({.name = "t" + std::to_string(tables_.size()),
                     .place = place,
                     .arguments = wanted,
                     .range = range,
                     .fields = {},
                     .time_field = std::nullopt,
                     .filters = {}});
  return tables_.size() - 1;
}

void Workbook::restrict(std::size_t table, const Restricting& restricting) {
  TableNeed& need = tables_[table];
  if (!need.used) {
    need.time_field = restricting.time_field;
    need.filters = restricting.filters;
    need.used = true;
    return;
  }
  if (need.time_field != restricting.time_field) need.time_field.reset();
  std::set<std::size_t> both;
  std::set_intersection(need.filters.begin(), need.filters.end(), restricting.filters.begin(),
                        restricting.filters.end(), std::inserter(both, both.begin()));
  need.filters = std::move(both);
}

}  // namespace sluice::analytics
