// Queries that are JSON: lists of conditions, trees of them, objects of attributes.
#include "sandbox/query_conditions.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::sandbox {
namespace {

std::string joined_names(const Value& object) {
  std::string names;
  for (const auto& [name, ignored] : object.items())
    names += (names.empty() ? "" : ", ") + name;
  return names;
}

// Some vendors find parts of texts with and without a wildcard around them.
Value without_wildcard(const Value& argument, const std::string& wildcard) {
  std::string text = as_text(argument);
  if (!wildcard.empty()) std::erase(text, wildcard.front());
  return text;
}

bool is_list_comparison(Comparison comparison) {
  return comparison == Comparison::in || comparison == Comparison::not_in;
}

bool takes_no_value(Comparison comparison) {
  return comparison == Comparison::present || comparison == Comparison::absent;
}

Value argument_of(const Value& condition, const Value& language, Comparison comparison) {
  const Value& value = member_of(condition, text_of(language, "value"));
  const Value& values = member_of(condition, text_of(language, "values", "$none"));
  if (is_list_comparison(comparison) && values.is_array()) return values;
  const std::string upper = text_of(language, "upper");
  if (comparison == Comparison::between && !upper.empty())
    return Value::array({value, member_of(condition, upper)});
  const std::string wildcard = text_of(language, "wildcard");
  const bool of_parts =
      comparison == Comparison::contains || comparison == Comparison::not_contains;
  return of_parts && !wildcard.empty() ? without_wildcard(value, wildcard) : value;
}

CompiledQuery one_condition(const Value& condition, const QueryContext& context) {
  const Value& language = context.language;
  const std::string member = text_of(language, "field");
  const std::string name = text_of(condition, member);
  if (name.empty()) return std::unexpected("each filter needs a " + member);
  const Value& operators = member_of(language, "operators");
  const std::string sign = text_of(condition, text_of(language, "operator"),
                                   text_of(language, "default_operator", "(none)"));
  const auto comparison = comparison_named(text_of(operators, sign));
  if (!comparison)
    return std::unexpected("operator " + sign + " is not one of " + joined_names(operators));
  Value argument = argument_of(condition, language, *comparison);
  // A filter without its value is refused, as the vendor does it: taking it for "any" would hide a
  // product that lost an argument.
  const bool needs = member_of(language, "needs_value") == Value(true);
  if (needs && argument.is_null() && !takes_no_value(*comparison))
    return std::unexpected("the filter on " + name + " has no value");
  const std::string pattern =
      text_of(context.settings, "field", text_of(context.settings, "path", "{}"));
  const bool whole_days = member_of(language, "whole_days") != Value(false);
  return to_predicate(
      {{ItemPath(filled(pattern, name))}, *comparison, std::move(argument), whole_days});
}

CompiledQuery list_of_conditions(const Value& list, const QueryContext& context) {
  std::vector<Predicate> parts;
  for (const Value& condition : list) {
    CompiledQuery part = one_condition(condition, context);
    if (!part) return part;
    parts.push_back(std::move(*part));
  }
  // Joined by "and" unless an argument beside them says otherwise.
  const Value joint = context.call.arguments.find(text_of(context.language, "joint", "$none"));
  const bool alternatives = joint.is_string() && (joint == "or" || joint == "OR");
  return alternatives && !parts.empty() ? any_of(std::move(parts)) : all_of(std::move(parts));
}

std::size_t limit_of(const Value& groups, std::string_view name) {
  const Value& limit = member_of(groups, name);
  return limit.is_number_unsigned() ? limit.get<std::size_t>() : SIZE_MAX;
}

CompiledQuery alternatives_of(const Value& query, const Value& groups,
                              const QueryContext& context) {
  const std::string argument = text_of(context.settings, "argument");
  const std::size_t most = limit_of(groups, "most");
  if (!query.is_array() || query.size() > most)
    return std::unexpected(argument + " is a list of at most " + std::to_string(most) + " groups");
  const std::size_t filters_most = limit_of(groups, "filters_most");
  std::vector<Predicate> parts;
  for (const Value& group : query) {
    const Value& filters = member_of(group, text_of(groups, "member"));
    if (!filters.is_array() || filters.size() > filters_most)
      return std::unexpected("a filter group holds 1 to " + std::to_string(filters_most) +
                             " filters");
    CompiledQuery part = list_of_conditions(filters, context);
    if (!part) return part;
    parts.push_back(std::move(*part));
  }
  // No group at all is no filter, though "any of nothing" would be none of the rows.
  return parts.empty() ? all_of({}) : any_of(std::move(parts));
}

// The signs of a tree's leaves, as spreadsheets and formula languages write them.
std::optional<Comparison> tree_comparison(std::string_view sign) {
  using Named = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Named, 10> signs{Named{"=", "eq"},
                                               Named{"!=", "ne"},
                                               Named{"<", "lt"},
                                               Named{">", "gt"},
                                               Named{"<=", "lte"},
                                               Named{">=", "gte"},
                                               Named{"contains", "contains"},
                                               Named{"isEmpty", "absent"},
                                               Named{"isNotEmpty", "present"},
                                               Named{"isAnyOf", "in"}};
  const auto* const found = std::ranges::find(signs, sign, &Named::first);
  return found == signs.end() ? std::nullopt : comparison_named(found->second);
}

// An object of attributes, as document stores have it.
class MappingReader {
 public:
  explicit MappingReader(const QueryContext& context)
      : context_(context), language_(context.language) {}

  // The parser bounds the depth. NOLINTBEGIN(misc-no-recursion)
  CompiledQuery all_in(const Value& object) const {
    if (!object.is_object())
      return std::unexpected("a filter is an object of attributes, not " + to_wire_text(object));
    std::vector<Predicate> parts;
    for (const auto& [name, value] : object.items()) {
      CompiledQuery part = part_of(name, value);
      if (!part) return part;
      parts.push_back(std::move(*part));
    }
    return all_of(std::move(parts));
  }

 private:
  CompiledQuery part_of(const std::string& name, const Value& value) const {
    if (name == text_of(language_, "and")) return several(value, all_of);
    if (name == text_of(language_, "or")) return several(value, any_of);
    if (name == text_of(language_, "not")) {
      CompiledQuery inner = all_in(value);
      return inner ? CompiledQuery(negation(std::move(*inner))) : inner;
    }
    const std::string own = text_of(member_of(language_, "own"), name);
    const std::string path = own.empty() ? filled(text_of(language_, "path"), name) : own;
    if (!some_row_has(context_.call, path)) return std::unexpected("unknown attribute " + name);
    return compared(name, path, value);
  }

  CompiledQuery several(const Value& list, Predicate (*join)(std::vector<Predicate>)) const {
    if (!list.is_array() || list.empty())
      return std::unexpected("a list of filters is needed, not " + to_wire_text(list));
    std::vector<Predicate> parts;
    for (const Value& object : list) {
      CompiledQuery part = all_in(object);
      if (!part) return part;
      parts.push_back(std::move(*part));
    }
    return join(std::move(parts));
  }

  // A plain value must be equal; {operator: value} compares, {member: ...} looks into the value.
  CompiledQuery compared(const std::string& name, const std::string& path,
                         const Value& value) const {
    if (!value.is_object()) return field_is(path, Comparison::equal, value);
    std::vector<Predicate> parts;
    for (const auto& [sign, argument] : value.items()) {
      const std::string op = text_of(member_of(language_, "operators"), sign);
      if (const auto comparison = comparison_named(op)) {
        const bool turned = takes_no_value(*comparison) && argument == Value(false);
        Predicate part = field_is(path, *comparison, argument);
        parts.push_back(turned ? negation(std::move(part)) : std::move(part));
        continue;
      }
      const std::string inner = filled(filled(text_of(language_, "member_path"), name), sign);
      if (sign.starts_with('$') || inner.empty() || !some_row_has(context_.call, inner))
        return std::unexpected("unknown operator or member " + sign + " of " + name);
      CompiledQuery part = compared(name, inner, argument);
      if (!part) return part;
      parts.push_back(std::move(*part));
    }
    return all_of(std::move(parts));
  }
  // NOLINTEND(misc-no-recursion)

  const QueryContext& context_;
  const Value& language_;
};

}  // namespace

CompiledQuery compile_conditions(const Value& query, const QueryContext& context) {
  const Value& groups = member_of(context.language, "groups");
  if (groups.is_object()) return alternatives_of(query, groups, context);
  if (!query.is_array()) {
    const std::string argument = text_of(context.settings, "argument");
    return std::unexpected(argument + " is a list of {" + text_of(context.language, "field") +
                           ", operator, value}");
  }
  return list_of_conditions(query, context);
}

// The parser bounds the depth. NOLINTNEXTLINE(misc-no-recursion)
CompiledQuery compile_tree(const Value& query, const QueryContext& context) {
  const Value& form = context.settings;
  const std::string sign = text_of(query, text_of(form, "operator"));
  const Value& operands = member_of(query, text_of(form, "operands"));
  if (!operands.is_array() || operands.empty())
    return std::unexpected("each filter needs an operator and a list of operands");
  if (sign == "and" || sign == "or") {
    std::vector<Predicate> parts;
    for (const Value& operand : operands) {
      CompiledQuery part = compile_tree(operand, context);
      if (!part) return part;
      parts.push_back(std::move(*part));
    }
    return sign == "and" ? all_of(std::move(parts)) : any_of(std::move(parts));
  }
  const auto comparison = tree_comparison(sign);
  if (!comparison) return std::unexpected("unknown filter operator " + sign);
  const std::string path = filled(text_of(form, "path"), as_text(operands.front()));
  return field_is(path, *comparison, operands.size() > 1 ? operands[1] : Value());
}

CompiledQuery compile_mapping(const Value& query, const QueryContext& context) {
  return MappingReader(context).all_in(query);
}

}  // namespace sluice::sandbox
