// Query objects and clause texts of payment, CRM and product analytics tools.
#include "sandbox/query_clauses.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::sandbox {
namespace {

// HubSpot's own limits for a search.
constexpr std::size_t groups_max = 5;
constexpr std::size_t filters_per_group_max = 6;

struct Operator {
  std::string_view name;
  Comparison comparison;
};

constexpr std::array<Operator, 13> group_operators{
    Operator{"EQ", Comparison::equal},
    Operator{"NEQ", Comparison::not_equal},
    Operator{"LT", Comparison::below},
    Operator{"LTE", Comparison::at_most},
    Operator{"GT", Comparison::above},
    Operator{"GTE", Comparison::at_least},
    Operator{"BETWEEN", Comparison::between},
    Operator{"IN", Comparison::in},
    Operator{"NOT_IN", Comparison::not_in},
    Operator{"HAS_PROPERTY", Comparison::present},
    Operator{"NOT_HAS_PROPERTY", Comparison::absent},
    Operator{"CONTAINS_TOKEN", Comparison::contains},
    Operator{"NOT_CONTAINS_TOKEN", Comparison::not_contains}};

constexpr std::array<Operator, 12> property_operators{
    Operator{"exact", Comparison::equal},
    Operator{"is_not", Comparison::not_equal},
    Operator{"icontains", Comparison::contains},
    Operator{"not_icontains", Comparison::not_contains},
    Operator{"gt", Comparison::above},
    Operator{"gte", Comparison::at_least},
    Operator{"lt", Comparison::below},
    Operator{"lte", Comparison::at_most},
    Operator{"in", Comparison::in},
    Operator{"not_in", Comparison::not_in},
    Operator{"is_set", Comparison::present},
    Operator{"is_not_set", Comparison::absent}};

template <std::size_t N>
std::optional<Comparison> comparison_in(const std::array<Operator, N>& operators,
                                        std::string_view name) {
  const auto found = std::ranges::find(operators, name, &Operator::name);
  if (found == operators.end()) return std::nullopt;
  return found->comparison;
}

// HubSpot's wildcards: CONTAINS_TOKEN finds parts of texts here with and without them.
std::string without_stars(std::string text) {
  std::erase(text, '*');
  return text;
}

CompiledQuery group_filter(const Value& filter, std::string path) {
  const std::string property = text_of(filter, "propertyName");
  if (property.empty()) return std::unexpected("each filter needs a propertyName");
  const auto comparison = comparison_in(group_operators, text_of(filter, "operator"));
  if (!comparison)
    return std::unexpected("operator " + text_of(filter, "operator", "(none)") +
                           " is not one of EQ, NEQ, LT, LTE, GT, GTE, BETWEEN, IN, NOT_IN, "
                           "HAS_PROPERTY, NOT_HAS_PROPERTY, CONTAINS_TOKEN, NOT_CONTAINS_TOKEN");
  const std::size_t gap = path.find('<');
  path = path.substr(0, gap) + property;
  Value argument = member_of(filter, "value");
  const bool takes_list = *comparison == Comparison::in || *comparison == Comparison::not_in;
  if (takes_list && member_of(filter, "values").is_array()) argument = member_of(filter, "values");
  if (*comparison == Comparison::between)
    argument = Value::array({member_of(filter, "value"), member_of(filter, "highValue")});
  if (*comparison == Comparison::contains || *comparison == Comparison::not_contains)
    argument = without_stars(as_text(argument));
  // A filter without its value is refused, as the vendor does it: taking it for "any" would hide a
  // product that lost an argument.
  const bool takes_none = *comparison == Comparison::present || *comparison == Comparison::absent;
  if (argument.is_null() && !takes_none)
    return std::unexpected("the filter on " + property + " has no value");
  return to_predicate({{ItemPath(path)}, *comparison, std::move(argument)});
}

CompiledQuery group_of_filters(const Value& group, const std::string& path) {
  const Value& filters = member_of(group, "filters");
  if (!filters.is_array() || filters.size() > filters_per_group_max)
    return std::unexpected("a filter group holds 1 to 6 filters");
  std::vector<Predicate> parts;
  for (const Value& filter : filters) {
    CompiledQuery part = group_filter(filter, path);
    if (!part) return part;
    parts.push_back(std::move(*part));
  }
  return all_of(std::move(parts));
}

// `field:"value"`, `field~"part"`, `field>=number`, `-field:"value"`.
CompiledQuery clause(std::string_view text) {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  const bool negated = text.starts_with('-');
  if (negated) text.remove_prefix(1);
  const std::size_t at = text.find_first_of(":~<>=");
  if (at == std::string_view::npos || at == 0)
    return std::unexpected("a clause is field:\"value\" or field>number, joined by AND");
  const std::string path(text.substr(0, at));
  std::string_view sign = text.substr(at, 1);
  std::string_view rest = text.substr(at + 1);
  if ((sign == "<" || sign == ">") && rest.starts_with('=')) {
    sign = text.substr(at, 2);
    rest.remove_prefix(1);
  }
  const bool quoted = rest.size() >= 2 && (rest.front() == '"' || rest.front() == '\'');
  if (quoted) rest = rest.substr(1, rest.size() - 2);
  static constexpr std::array<Operator, 7> signs{
      Operator{":", Comparison::equal},    Operator{"=", Comparison::equal},
      Operator{"~", Comparison::contains}, Operator{">", Comparison::above},
      Operator{"<", Comparison::below},    Operator{">=", Comparison::at_least},
      Operator{"<=", Comparison::at_most}};
  const Comparison comparison = comparison_in(signs, sign).value_or(Comparison::equal);
  // Stripe's `metadata["key"]:null`: unquoted, the word means that nothing is there.
  if (!quoted && rest == "null") return field_is(path, Comparison::absent, Value());
  Predicate found = field_is(path, comparison, std::string(rest));
  return negated ? negation(std::move(found)) : std::move(found);
}

}  // namespace

CompiledQuery compile_filter_groups(const Value& query, const QueryContext& context) {
  if (!query.is_array() || query.size() > groups_max)
    return std::unexpected("filterGroups is a list of at most 5 groups");
  const std::string path = text_of(context.settings, "field");
  std::vector<Predicate> groups;
  for (const Value& group : query) {
    CompiledQuery compiled = group_of_filters(group, path);
    if (!compiled) return compiled;
    groups.push_back(std::move(*compiled));
  }
  // No group at all is no filter, though "any of nothing" would be none of the rows.
  return groups.empty() ? all_of({}) : any_of(std::move(groups));
}

CompiledQuery compile_properties(const Value& query, const QueryContext&) {
  if (!query.is_array()) return std::unexpected("properties is a list of {key, operator, value}");
  std::vector<Predicate> parts;
  for (const Value& property : query) {
    const std::string name = text_of(property, "operator", "exact");
    const auto comparison = comparison_in(property_operators, name);
    if (!comparison) return std::unexpected("unknown property operator " + name);
    parts.push_back(field_is(text_of(property, "key"), *comparison, member_of(property, "value")));
  }
  return all_of(std::move(parts));
}

CompiledQuery compile_clauses(const Value& query, const QueryContext&) {
  const std::string text = as_text(query);
  std::vector<Predicate> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t next =
        std::min({text.find(" AND ", at), text.find(" and ", at), text.size()});
    if (text.find_first_not_of(' ', at) < next) {
      CompiledQuery part = clause(std::string_view(text).substr(at, next - at));
      if (!part) return part;
      parts.push_back(std::move(*part));
    }
    at = next == text.size() ? next + 1 : next + 5;
  }
  return all_of(std::move(parts));
}

std::string take_collection(std::string& query, const Value& collections) {
  const std::size_t colon = query.find(':');
  if (colon == std::string::npos) return {};
  const std::string name = query.substr(0, colon);
  for (const Value& collection : collections)
    if (as_text(collection) == name) {
      query.erase(0, colon + 1);
      return name;
    }
  return {};
}

}  // namespace sluice::sandbox
