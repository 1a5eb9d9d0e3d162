// Which rows a call is about: its collections and its filters.
#include "sandbox/row_filter.h"

#include "sandbox/query_conditions.h"

#include <utility>

namespace sluice::sandbox {
namespace {

using Part = OrSentence<Predicate>;

// An argument that was left out narrows nothing.
Predicate everything() {
  return all_of({});
}

// An argument that must be the one account, project or workspace of the sample company.
Part constant_filter(const ToolCall& call, const Value& filter) {
  const std::string name = text_of(filter, "argument");
  const Value& wanted = member_of(filter, "constant");
  if (name.starts_with('$'))  // Not an argument: the tool itself shows only these rows.
    return field_is(text_of(filter, "field"), Comparison::equal, wanted);
  const Value given = call.arguments.find(name);
  // A search takes its narrowing arguments or leaves them out.
  const bool may_be_absent =
      member_of(filter, "optional") == Value(true) || text_of(call.spec, "kind") == "search";
  if (given.is_null() && may_be_absent) return everything();
  // Refused rather than guessed: the product has to send the account that the connection names.
  if (given.is_null()) return std::unexpected("the argument " + name + " is missing");
  if (!same_value(given, wanted))
    return std::unexpected(name + " " + as_text(given) + " was not found");
  return everything();
}

std::vector<ItemPath> paths_of(const Value& filter) {
  std::vector<ItemPath> paths;
  if (const Value& fields = member_of(filter, "fields"); fields.is_array()) {
    for (const Value& field : fields)
      paths.emplace_back(as_text(field));
    return paths;
  }
  paths.emplace_back(text_of(filter, "field"));
  for (const Value& field : member_of(filter, "also"))
    paths.emplace_back(as_text(field));
  return paths;
}

// "a,b" of an "in" filter: the text itself or any of its parts.
Value with_parts(Value argument) {
  if (!argument.is_string()) return argument;
  const std::string text = argument.get<std::string>();
  Value list = Value::array({text});
  std::size_t at = 0;
  while (text.find(',') != std::string::npos && at <= text.size()) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    list.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return list;
}

Part compared(const ToolCall& call, const Value& filter, Value argument) {
  const std::string op = text_of(filter, "op", "eq");
  if (is_query_language(call.world, op)) return compile_query(call, op, argument, filter);
  const auto comparison = comparison_named(op);
  if (!comparison) return std::unexpected("this stand-in does not filter by " + op + " yet");
  if (*comparison == Comparison::in) argument = with_parts(std::move(argument));
  const bool whole_days = member_of(filter, "day_inclusive") == Value(true);
  return to_predicate({paths_of(filter), *comparison, std::move(argument), whole_days});
}

// The value that applies: the argument, else the default, which may bring its own comparison.
Part filter_part(const ToolCall& call, const Value& filter) {
  if (filter.contains("constant")) return constant_filter(call, filter);
  const std::string name = text_of(filter, "argument");
  const bool is_language = is_query_language(call.world, text_of(filter, "op"));
  Value argument = call.arguments.find(name);
  if (is_language && argument.is_null()) argument = call.arguments.find_raw(name);
  const Value& fallback = member_of(filter, "default");
  if (argument.is_null() && fallback.is_object()) {
    const auto comparison = comparison_named(text_of(fallback, "op")).value_or(Comparison::equal);
    return to_predicate({paths_of(filter), comparison, member_of(fallback, "value")});
  }
  if (argument.is_null()) argument = fallback;
  if (argument.is_null()) return everything();
  if (const Value& when = member_of(filter, "when"); !when.is_null()) {
    if (!same_value(argument, when)) return everything();
    return compared(call, filter, member_of(filter, "value"));
  }
  const Value& special = member_of(filter, "special");
  if (special.is_object() && special.contains(as_text(argument))) {
    const Value& meaning = special[as_text(argument)];
    if (meaning == Value("*")) return everything();
    if (meaning.is_null()) return to_predicate({paths_of(filter), Comparison::absent, {}});
    argument = meaning;
  }
  return compared(call, filter, std::move(argument));
}

// A flat list of {column, operator, value} whose words stand in the tool's own specification.
Part filter_list_part(const ToolCall& call, const Value& form) {
  const Value filters = call.arguments.find(text_of(form, "argument"));
  if (!filters.is_array() || filters.empty()) return everything();
  const Value language = {{"field", text_of(form, "column")},
                          {"operator", text_of(form, "operator")},
                          {"value", text_of(form, "value")},
                          {"default_operator", text_of(form, "default", "any_of")},
                          {"operators", member_of(form, "operators")},
                          {"joint", text_of(form, "combine", "$none")}};
  return compile_conditions(filters, {call, form, language});
}

Part language_part(const ToolCall& call, const Value& language) {
  const Value query = call.arguments.find_raw(text_of(language, "argument"));
  if (query.is_null()) return everything();
  return compile_query(call, text_of(language, "name"), query, language);
}

bool add(std::vector<Predicate>& parts, Part part, std::string& sentence) {
  if (!part) {
    sentence = part.error();
    return false;
  }
  parts.push_back(std::move(*part));
  return true;
}

}  // namespace

OrSentence<std::vector<std::string>> collections_of(const ToolCall& call) {
  // "items_by" picks one collection by an argument; "items" names one or several, read in that
  // order.
  std::vector<std::string> names;
  if (const Value& by = member_of(call.spec, "items_by"); by.is_object()) {
    const std::string argument = text_of(by, "argument");
    const Value chosen = call.arguments.find(argument);
    const Value& name = member_of(member_of(by, "map"), chosen.is_null() ? "" : as_text(chosen));
    if (chosen.is_null()) return std::unexpected("the argument " + argument + " is missing");
    if (name.is_null())
      return std::unexpected(argument + " " + as_text(chosen) + " does not exist");
    names.push_back(as_text(name));
    return names;
  }
  const Value& items = member_of(call.spec, "items");
  if (items.is_string()) names.push_back(items.get<std::string>());
  if (items.is_array())
    for (const Value& name : items)
      names.push_back(as_text(name));
  return names;
}

OrSentence<Predicate> row_filter(const ToolCall& call) {
  std::vector<Predicate> parts;
  std::string sentence;
  for (const Value& filter : member_of(call.spec, "filters"))
    if (!add(parts, filter_part(call, filter), sentence)) return std::unexpected(sentence);
  if (const Value& language = member_of(call.spec, "query_language"); language.is_object())
    if (!add(parts, language_part(call, language), sentence)) return std::unexpected(sentence);
  if (const Value& list = member_of(call.spec, "filter_list"); list.is_object())
    if (!add(parts, filter_list_part(call, list), sentence)) return std::unexpected(sentence);
  if (const Value& tree = member_of(call.spec, "filter_tree"); tree.is_object())
    if (const Value node = call.arguments.find(text_of(tree, "argument")); node.is_object())
      if (!add(parts, compile_tree(node, {call, tree, Value()}), sentence))
        return std::unexpected(sentence);
  return all_of(std::move(parts));
}

}  // namespace sluice::sandbox
