#include "analytics/asking/shown_values.h"

#include "analytics/meaning/own_values.h"
#include "base/log.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sluice::analytics {
namespace {

// The names among the cells of one column, or that the field holds none.
[[nodiscard]] LearntField learnt_of(const ShownField& shown, const catalog::Field& field,
                                    const analyst::Table& table) {
  LearntField learnt{.vendor = shown.vendor,
                     .entry = shown.entry,
                     .field = shown.field,
                     .values = {},
                     .connection = shown.connection};
  std::set<std::string> values;
  bool prose = false;
  for (const auto& row : table.rows) {
    if (row.empty() || !row.front().is_string()) continue;
    auto value = row.front().get<std::string>();
    prose = prose || value.size() > own_value_bytes_max;
    if (is_own_value(field, value)) values.insert(std::move(value));
  }
  if (prose || table.rows.size() > own_values_of_field_max)
    learnt.state = OwnFieldState::left_out;
  else
    learnt.values.assign(values.begin(), values.end());
  return learnt;
}

}  // namespace

std::string_view to_text(OwnFieldState state) {
  switch (state) {
    case OwnFieldState::kept: return "kept";
    case OwnFieldState::left_out: return "left_out";
  }
  return "left_out";
}

Task<std::vector<LearntField>> read_shown(ShownValues shown, std::vector<VendorMeaning> vendors) {
  const Meaning meaning(std::move(vendors));
  std::vector<LearntField> learnt;
  for (const ShownField& each : shown.fields) {
    const catalog::Field* field = meaning.field({each.vendor, each.entry, each.field});
    if (field == nullptr) continue;
    const auto table =
        co_await shown.session->run(each.sql, {{.name = each.field, .type = "text"}});
    if (!table) {
      log(LogLevel::warning, "own_values_not_read",
          {{"field", each.vendor + "." + each.entry + "." + each.field},
           {"detail", table.error().detail}});
      if (table.error().kind != analyst::AnalystError::Kind::query_failed) co_return learnt;
      continue;
    }
    LearntField found = learnt_of(each, *field, *table);
    if (found.state == OwnFieldState::left_out || !found.values.empty())
      learnt.push_back(std::move(found));
  }
  co_return learnt;
}

}  // namespace sluice::analytics
