#include "analytics/computing/column_names.h"

#include "analytics/computing/statement.h"
#include "analytics/meaning/labels.h"

#include <algorithm>
#include <string>

namespace sluice::analytics {
namespace {

// A list's own column may name a field of a joined entry: "companies.name".
[[nodiscard]] Reference resolved(const Reference& source) {
  const std::size_t dot = source.name.find('.');
  if (dot == std::string::npos) return source;
  return {source.vendor, source.name.substr(0, dot), source.name.substr(dot + 1)};
}

[[nodiscard]] std::string full_name(const Meaning& meaning, const Reference& main,
                                    const Reference& source, const std::string& name) {
  const catalog::Entry* entry = meaning.entry(source);
  if (entry == nullptr) return name;
  const bool counted = measure_named(*entry, source.name).has_value();
  if (source.vendor != main.vendor && counted) return source.vendor + "." + name;
  if (source.vendor == main.vendor && source.entry == main.entry) return name;
  const std::string noun = noun_of(*entry);
  return source.name == entry->name_field ? noun : noun + "." + name;
}

// What the first columns show; those behind them are made of several and have names of their own.
[[nodiscard]] std::vector<Reference> sources_of(const QueryPlan& plan) {
  if (plan.frame == Frame::list) return plan.columns;
  std::vector<Reference> sources;
  for (const Dimension& dimension : plan.dimensions)
    sources.push_back(dimension.field);
  const bool plain = plan.derivation == Derivation::none && plan.frame != Frame::share;
  if (plain) sources.insert(sources.end(), plan.measures.begin(), plan.measures.end());
  return sources;
}

}  // namespace

void tell_columns_apart(const Meaning& meaning, const QueryPlan& plan,
                        std::vector<analyst::Column>& columns) {
  const std::vector<Reference> sources = sources_of(plan);
  const Reference* main = listed_rows(plan);
  if (main == nullptr) return;
  std::vector<std::string> names;
  for (const analyst::Column& column : columns)
    names.push_back(column.name);
  for (std::size_t at = 0; at < std::min(sources.size(), columns.size()); ++at)
    if (std::ranges::count(names, names[at]) > 1)
      columns[at].name = full_name(meaning, *main, resolved(sources[at]), names[at]);
}

}  // namespace sluice::analytics
