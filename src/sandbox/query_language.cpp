#include "sandbox/query_language.h"

#include "sandbox/query_conditions.h"
#include "sandbox/query_expression.h"
#include "sandbox/query_qualifiers.h"
#include "sandbox/row_filter.h"

#include "base/time_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sluice::sandbox {
namespace {

// The comparison of {operator, value} objects, in the spellings that vendors use.
std::optional<Comparison> comparison_of_operator(std::string_view text) {
  using Named = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Named, 6> signs{Named{"=", "eq"}, Named{"!=", "ne"},
                                              Named{">", "gt"}, Named{">=", "gte"},
                                              Named{"<", "lt"}, Named{"<=", "lte"}};
  const auto* const found = std::ranges::find(signs, text, &Named::first);
  return comparison_named(found == signs.end() ? text : found->second);
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
                  to_rfc3339(context.call.now - hours));
}

// One of the "values", which narrow nothing in this world.
CompiledQuery compile_scope(const Value& query, const QueryContext& context) {
  for (const Value& value : member_of(context.settings, "values"))
    if (same_value(value, query)) return all_of({});
  return std::unexpected("allowed values are " +
                         to_wire_text(member_of(context.settings, "values")));
}

// An id that names the whole account, told by the "prefix" of the settings, filters nothing.
CompiledQuery compile_equal_unless_prefix(const Value& query, const QueryContext& context) {
  if (as_text(query).starts_with(text_of(context.settings, "prefix"))) return all_of({});
  return field_is(text_of(context.settings, "field"), Comparison::equal, query);
}

using Compile = CompiledQuery (*)(const Value&, const QueryContext&);
using Entry = std::pair<std::string_view, Compile>;

constexpr std::array<Entry, 6> small_languages{
    Entry{"compare", compile_compare},
    Entry{"range", compile_range},
    Entry{"last-days", compile_last_period},
    Entry{"last-period", compile_last_period},
    Entry{"scope", compile_scope},
    Entry{"equal-unless-prefix", compile_equal_unless_prefix},
};

constexpr std::array<Entry, 5> forms{
    Entry{"qualifiers", compile_qualifiers}, Entry{"expression", compile_expression},
    Entry{"conditions", compile_conditions}, Entry{"tree", compile_tree},
    Entry{"mapping", compile_mapping},
};

template <std::size_t N>
Compile compiler_named(const std::array<Entry, N>& entries, std::string_view name) {
  const auto found = std::ranges::find(entries, name, &Entry::first);
  return found == entries.end() ? nullptr : found->second;
}

}  // namespace

bool is_query_language(const World& world, std::string_view name) {
  return world.language(name).is_object() || compiler_named(small_languages, name) != nullptr;
}

CompiledQuery compile_query(const ToolCall& call, std::string_view name, const Value& query,
                            const Value& settings) {
  const Value& language = call.world.language(name);
  const Compile compile = language.is_object() ? compiler_named(forms, text_of(language, "form"))
                                               : compiler_named(small_languages, name);
  if (compile == nullptr)
    return std::unexpected("this stand-in does not understand the query language " +
                           std::string(name));
  return compile(query, {call, settings, language});
}

bool some_row_has(const ToolCall& call, std::string_view path) {
  const auto collections = collections_of(call);
  if (!collections) return false;
  const ItemPath item_path(path);
  return std::ranges::any_of(*collections, [&](const std::string& name) {
    return std::ranges::any_of(call.world.collection(name),
                               [&](const Value& row) { return !item_path.find(row).empty(); });
  });
}

std::string filled(std::string pattern, std::string_view name) {
  const std::size_t open = pattern.find_first_of("{<");
  const std::size_t close = pattern.find_first_of("}>", std::min(open, pattern.size()));
  if (open == std::string::npos || close == std::string::npos) return pattern;
  return pattern.replace(open, close - open + 1, name);
}

}  // namespace sluice::sandbox
