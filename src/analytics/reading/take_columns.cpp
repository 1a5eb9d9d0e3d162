#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>
#include <optional>

// What a list shows besides the columns that the catalog gives it.
namespace sluice::analytics {
namespace {

template <class Fits>
[[nodiscard]] const catalog::Field* first_field(const catalog::Entry& entry, Fits fits) {
  const auto found = std::ranges::find_if(entry.fields, [&](const catalog::Field& field) {
    return field.role != "hidden" && fits(field);
  });
  return found == entry.fields.end() ? nullptr : &*found;
}

[[nodiscard]] const catalog::Field* person(const catalog::Entry& entry, catalog::Act act) {
  return first_field(entry, [&](const catalog::Field& field) { return field.act == act; });
}

// What the counted rows have for a column that is asked without its name; null: nothing.
[[nodiscard]] const catalog::Field* asked_field(const catalog::Entry& entry, Column::What what) {
  using catalog::Act;
  switch (what) {
    case Column::What::field: return nullptr;
    case Column::What::holder:
      return person(entry, Act::assignee) != nullptr ? person(entry, Act::assignee)
                                                     : person(entry, Act::owner);
    case Column::What::author: return person(entry, Act::author);
    case Column::What::amount:
      return first_field(entry, [](const auto& field) { return field.type == "money"; });
    case Column::What::due:
      return first_field(entry,
                         [](const auto& field) { return field.moment == catalog::Moment::due; });
    case Column::What::date: return find_field(entry, entry.default_time);
    case Column::What::key:
      return first_field(entry, [](const auto& field) { return field.role == "key"; });
    case Column::What::name: return find_field(entry, entry.name_field);
  }
  return nullptr;
}

[[nodiscard]] std::optional<Reference> column_of(const Parts& parts, const Column& asked) {
  if (asked.field) return parts.reference(*asked.field);
  const catalog::Field* field = asked_field(*parts.what.entry, asked.what);
  return field == nullptr ? std::nullopt : std::optional(parts.own(field->name));
}

// "Which are late? Owner and date too": behind the end of a sentence only where rows are asked for.
[[nodiscard]] bool begins_sentence(const Parts& parts, const Placed& at) {
  const std::string& first = parts.scene.words[at.first].text;
  const bool rows = parts.asks_first(AskedFor::which) || !parts.lists.empty() ||
                    !parts.time_ranks.empty() || !parts.ranks.empty();
  return (first == "?" || first == ".") && !rows;
}

}  // namespace

void add_asked_columns(Parts& parts) {
  auto& columns = parts.plan.columns;
  for (const Said<Column>& said : parts.columns) {
    const auto column = column_of(parts, *said.piece);
    if (!column || begins_sentence(parts, *said.at)) return parts.fail(*said.at);
    if (std::find(columns.begin(), columns.end(), *column) == columns.end())
      columns.push_back(*column);
  }
}

// "The two largest deals of each rep, with amount": what is asked for besides has to be there.
void check_columns(Parts& parts) {
  const QueryPlan& plan = parts.plan;
  for (const Said<Column>& said : parts.columns) {
    const auto column = column_of(parts, *said.piece);
    const bool shown = column && (std::ranges::find(plan.columns, *column) != plan.columns.end() ||
                                  std::ranges::find(plan.dimensions, *column, &Dimension::field) !=
                                      plan.dimensions.end());
    if (!shown) return parts.fail(*said.at);
  }
}

}  // namespace sluice::analytics
