#include "sandbox/query_language.h"

#include "sandbox/query_clauses.h"
#include "sandbox/query_qualifiers.h"

#include "base/time_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sluice::sandbox {
namespace {

// The comparison of {operator, value} objects, in the spellings that vendors use.
std::optional<Comparison> comparison_of_operator(std::string_view text) {
  using Named = std::pair<std::string_view, Comparison>;
  static constexpr std::array<Named, 12> names{
      Named{"=", Comparison::equal},      Named{"eq", Comparison::equal},
      Named{"!=", Comparison::not_equal}, Named{"ne", Comparison::not_equal},
      Named{">", Comparison::above},      Named{"gt", Comparison::above},
      Named{">=", Comparison::at_least},  Named{"gte", Comparison::at_least},
      Named{"<", Comparison::below},      Named{"lt", Comparison::below},
      Named{"<=", Comparison::at_most},   Named{"lte", Comparison::at_most}};
  const auto* const found = std::ranges::find(names, text, &Named::first);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

CompiledQuery compile_compare(const Value& query, const QueryContext& context) {
  const auto comparison = comparison_of_operator(text_of(query, "operator", "="));
  if (!comparison) return std::unexpected("unknown operator in " + to_wire_text(query));
  return field_is(text_of(context.settings, "field"), *comparison, member_of(query, "value"));
}

CompiledQuery compile_range(const Value& query, const QueryContext& context) {
  const std::string text = as_text(query);
  const std::size_t comma = text.find(',');
  if (comma == std::string::npos)
    return std::unexpected("a range is written from,to with either side left out");
  const std::string path = text_of(context.settings, "field");
  std::vector<Predicate> ends;
  if (comma > 0) ends.push_back(field_is(path, Comparison::at_least, text.substr(0, comma)));
  if (comma + 1 < text.size())
    ends.push_back(field_is(path, Comparison::at_most, text.substr(comma + 1)));
  return all_of(std::move(ends));
}

CompiledQuery compile_last_period(const Value& query, const QueryContext& context) {
  const std::string text = as_text(query);
  int count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count < 0)
    return std::unexpected("a period is a number of days, or like 24h, 7d, 30d");
  const std::string_view unit(end, text.data() + text.size());
  const std::chrono::hours hours(unit == "h" ? count : unit == "w" ? count * 24 * 7 : count * 24);
  return field_is(text_of(context.settings, "field"), Comparison::at_least,
                  to_rfc3339(context.now - hours));
}

CompiledQuery compile_scope(const Value& query, const QueryContext& context) {
  for (const Value& value : member_of(context.settings, "values"))
    if (same_value(value, query)) return all_of({});
  return std::unexpected("allowed values are " +
                         to_wire_text(member_of(context.settings, "values")));
}

CompiledQuery compile_unless_account(const Value& query, const QueryContext& context) {
  if (as_text(query).starts_with("act_")) return all_of({});
  return field_is(text_of(context.settings, "field"), Comparison::equal, query);
}

using Compile = CompiledQuery (*)(const Value&, const QueryContext&);
using Entry = std::pair<std::string_view, Compile>;

constexpr std::array<Entry, 10> languages{
    Entry{"github", compile_qualifiers},
    Entry{"stripe-search", compile_clauses},
    Entry{"hubspot-filter-groups", compile_filter_groups},
    Entry{"posthog-properties", compile_properties},
    Entry{"compare", compile_compare},
    Entry{"range", compile_range},
    Entry{"last-days", compile_last_period},
    Entry{"last-period", compile_last_period},
    Entry{"scope", compile_scope},
    Entry{"eq-unless-account", compile_unless_account},
};

const Entry* find_language(std::string_view name) {
  const auto* const found = std::ranges::find(languages, name, &Entry::first);
  return found == languages.end() ? nullptr : found;
}

}  // namespace

bool is_query_language(std::string_view name) {
  return find_language(name) != nullptr;
}

CompiledQuery compile_query(std::string_view name, const Value& query,
                            const QueryContext& context) {
  const Entry* language = find_language(name);
  if (language == nullptr)
    return std::unexpected("this stand-in does not understand the query language " +
                           std::string(name));
  return language->second(query, context);
}

}  // namespace sluice::sandbox
