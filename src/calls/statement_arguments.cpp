#include "calls/statement_arguments.h"

#include "base/text.h"
#include "calls/definition_words.h"
#include "calls/search_text.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace sluice::calls {
namespace {

using catalog::ArgumentRule;
using catalog::Tool;
using Kind = OpenArgument::Kind;
using RuleKind = catalog::ArgumentRule::Kind;

// Whole names: "code" is one, "country_code" is none.
constexpr std::array<std::string_view, 13> language_names{
    "statement", "statements", "expr",  "formula",  "script",  "code", "command",
    "lambda",    "macro",      "where", "mutation", "program", "xpath"};
constexpr std::array<std::string_view, 8> search_words{
    "query", "queries", "filter", "filters", "condition", "conditions", "criteria", "selector"};
// Also inside of what is written together: "pathsHogQLExpression".
constexpr std::array<std::string_view, 5> language_parts{"sql", "hogql", "graphql", "expression",
                                                         "jmespath"};

bool is_word_of(std::span<const std::string_view> list, const std::string& word) {
  return std::ranges::find(list, word) != list.end();
}

// JQL, CQL, SOQL, GAQL, NRQL ...: whatever comes next will be called so too.
bool names_a_query_language(std::string_view text) {
  const std::string small = lower(text);
  const bool part = std::ranges::any_of(
      language_parts, [&](std::string_view language) { return small.contains(language); });
  return part || std::ranges::any_of(words_of(text), [](const std::string& word) {
           return word.size() >= 3 && word.ends_with("ql");
         });
}

std::string below(const std::string& path, const std::string& member) {
  return path.empty() ? member : path + "." + member;
}

// A rule that leaves nothing open at that path.
bool is_closed_by_rule(const Tool& tool, const std::string& path) {
  return std::ranges::any_of(tool.rules, [&](const ArgumentRule& rule) {
    // What is closed in some calls is open in the others.
    if (!rule.when.empty()) return false;
    switch (rule.kind) {
      case RuleKind::allowed_values:
      case RuleKind::forced:
      case RuleKind::dropped:
      case RuleKind::url:
      case RuleKind::connection:
      case RuleKind::statement:
      case RuleKind::words:
      case RuleKind::search: return rule.path == path;
      case RuleKind::allowed_pairs: return std::ranges::find(rule.paths, path) != rule.paths.end();
      case RuleKind::allowed_keys:  // Says which members there are, not what they hold.
      case RuleKind::at_most:
      case RuleKind::json_text: return false;
    }
    return false;
  });
}

bool says_type(const Json& schema, std::string_view type) {
  const Json& said = member(schema, "type");
  return said == Json(type) ||
         (said.is_array() && std::ranges::find(said, Json(type)) != said.end());
}

// Goes through a reviewed input schema and gathers what it leaves open.
class Finder {
 public:
  explicit Finder(const Tool& tool) : tool_(tool) {}

  // NOLINTNEXTLINE(misc-no-recursion): the depth is that of the row, which is limited.
  void look(const Json& schema, const std::string& path, std::string_view name) {
    if (is_closed_by_rule(tool_, path)) return;
    if (schema.is_object() && (schema.contains("enum") || schema.contains("const"))) return;
    for (const Json& choice : member(schema, "anyOf"))
      look(choice, path, name);
    if (schema.is_object() && schema.contains("anyOf")) return;
    const bool anything = !schema.is_object() || !schema.contains("type");
    // A text beside other types is no less one: "object|string".
    if (anything || says_type(schema, "string"))
      if (const auto kind = statement_name(name)) note(*kind, path);
    if (says_type(schema, "array")) return look_into_elements(schema, path, name);
    const Json& properties = member(schema, "properties");
    if (properties.is_object() && member(schema, "additionalProperties") == Json(false)) {
      for (const auto& [inner, below_it] : properties.items())
        look(below_it, below(path, inner), inner);
      return;
    }
    if (anything || says_type(schema, "object")) note(Kind::container, path);
  }
  std::vector<OpenArgument> take() && { return std::move(found_); }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): the depth is that of the row, which is limited.
  void look_into_elements(const Json& schema, const std::string& path, std::string_view name) {
    if (!schema.contains("items")) return note(Kind::container, path);
    look(schema["items"], path + "[]", name);
  }
  void note(Kind kind, const std::string& path) { found_.push_back({kind, path}); }

  const Tool& tool_;
  std::vector<OpenArgument> found_;
};

// Whether a value inside an open container names a language: a member, or what says the kind of
// its object ("HogQLQuery"). JSON in a text is one more container.
// NOLINTNEXTLINE(misc-no-recursion): the depth of arguments was checked when they were parsed.
bool carries_statement(const Json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    // Without one of these there is nothing to parse, and most texts have none.
    const bool may_hold_json = text.find_first_of("{[") != std::string::npos;
    if (may_hold_json) {
      const auto inner = parse_json(text);
      if (inner && inner->is_structured()) return carries_statement(*inner);
    }
    const bool is_name = text.find_first_of(" \t\n\r") == std::string::npos;
    return is_name && names_a_query_language(text);
  }
  for (const auto& [name, inner] : value.items()) {
    if (value.is_object() && statement_name(name)) return true;
    if (value.is_structured() && carries_statement(inner)) return true;
  }
  return false;
}

bool is_misused(const OpenArgument& open, const Json& value) {
  switch (open.kind) {
    case Kind::language: return true;
    case Kind::search:
      // What is no text here is looked at as what it is.
      return value.is_string() && !is_plain_words(value.get_ref<const std::string&>());
    case Kind::container: return carries_statement(value);
  }
  return true;
}

}  // namespace

std::optional<Kind> statement_name(std::string_view name) {
  const auto words = words_of(name);
  const bool whole = words.size() == 1 && is_word_of(language_names, words.front());
  if (whole || names_a_query_language(name)) return Kind::language;
  const bool search = std::ranges::any_of(
      words, [](const std::string& word) { return is_word_of(search_words, word); });
  return search ? std::optional(Kind::search) : std::nullopt;
}

std::vector<OpenArgument> open_arguments(const Tool& tool) {
  Finder finder(tool);
  finder.look(tool.input, "", "");
  return std::move(finder).take();
}

OpenArguments::OpenArguments(const Tool& tool) {
  for (OpenArgument& open : open_arguments(tool)) {
    RulePath path(open.path);
    places_.push_back({std::move(open), std::move(path)});
  }
}

std::optional<Denial> OpenArguments::refusal(const Json& arguments) const {
  for (const Place& open : places_) {
    for (const Json* value : open.path.values_in(arguments)) {
      if (!is_misused(open.argument, *value)) continue;
      return Denial{"statement_not_checked",
                    "the argument \"" + open.argument.path +
                        "\" could carry a statement in a query language, and no rule of the row "
                        "says what it may hold."};
    }
  }
  return std::nullopt;
}

}  // namespace sluice::calls
