// Query texts of words and qualifier:value pairs.
#include "sandbox/query_qualifiers.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace sluice::sandbox {
namespace {

struct Qualifier {
  bool negated = false;
  std::string name;  // Empty: a free word.
  std::string value;
};

// Reads one part, up to the next blank outside quotes; the quotes go.
Qualifier read_part(std::string_view query, std::size_t& at) {
  Qualifier part;
  bool quoted = false;
  bool named = false;
  for (; at < query.size() && (quoted || query[at] != ' '); ++at) {
    const char c = query[at];
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ':' && !quoted && !named) {
      named = true;
      part.name = std::exchange(part.value, {});
    } else {
      part.value += c;
    }
  }
  std::string& first = named ? part.name : part.value;
  part.negated = first.size() > 1 && first.starts_with('-');
  if (part.negated) first.erase(0, 1);
  return part;
}

std::vector<Qualifier> qualifiers_of(std::string_view query) {
  std::vector<Qualifier> parts;
  for (std::size_t at = 0; at < query.size(); ++at)
    if (query[at] != ' ') parts.push_back(read_part(query, at));
  return parts;
}

Predicate same_text(std::string_view path, std::string_view wanted) {
  return [path = ItemPath(path), wanted = lower(wanted)](const Value& row) {
    return std::ranges::any_of(path.find(row),
                               [&](const Value* item) { return lower(as_text(*item)) == wanted; });
  };
}

// `>=x`, `>x`, `<=x`, `<x`, `a..b` with `*` for an open end, or a value; commas are alternatives.
Predicate value_predicate(const std::string& path, std::string_view value) {
  using Prefix = std::pair<std::string_view, Comparison>;
  static constexpr std::array<Prefix, 4> prefixes{
      Prefix{">=", Comparison::at_least}, Prefix{"<=", Comparison::at_most},
      Prefix{">", Comparison::above}, Prefix{"<", Comparison::below}};
  for (const auto& [text, comparison] : prefixes)
    if (value.starts_with(text))
      return field_is(path, comparison, std::string(value.substr(text.size())));
  if (const std::size_t dots = value.find(".."); dots != std::string_view::npos) {
    std::vector<Predicate> ends;
    const std::string from(value.substr(0, dots));
    const std::string to(value.substr(dots + 2));
    if (from != "*") ends.push_back(field_is(path, Comparison::at_least, from));
    if (to != "*") ends.push_back(field_is(path, Comparison::at_most, to));
    return all_of(std::move(ends));
  }
  if (is_day(value))
    return field_is(path, Comparison::between,
                    Value::array({std::string(value), std::string(value)}));
  std::vector<Predicate> alternatives;
  while (!value.empty()) {
    const std::size_t comma = value.find(',');
    alternatives.push_back(same_text(path, value.substr(0, comma)));
    value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
  }
  return any_of(std::move(alternatives));
}

bool lists(const Value& names, const std::string& name) {
  return std::ranges::find(names, Value(name)) != names.end();
}

// A qualifier whose values stand for conditions, such as `is:merged`: the settings say which
// members must have which value. What only says the kind of thing searched for filters nothing.
CompiledQuery meaning_predicate(const Value& meanings, const Qualifier& part,
                                const Value& language) {
  const std::string& value = part.value;
  const Value& meaning = member_of(meanings, value);
  const Value& idle = member_of(member_of(language, "values_without_effect"), part.name);
  if (meaning.is_null() && lists(idle, value)) return all_of({});
  if (!meaning.is_object()) return std::unexpected(part.name + ":" + value + " is not understood");
  std::vector<Predicate> parts;
  for (const auto& [path, wanted] : meaning.items())
    parts.push_back(field_is(path, Comparison::equal, wanted));
  return all_of(std::move(parts));
}

CompiledQuery qualifier_predicate(const Qualifier& part, const Value& fields,
                                  const Value& language) {
  const Value& field = member_of(fields, part.name);
  const bool has_meanings =
      field.is_object() || member_of(language, "values_without_effect").contains(part.name);
  if (has_meanings) return meaning_predicate(field, part, language);
  if (field.is_null()) {
    if (lists(member_of(language, "without_effect"), part.name)) return all_of({});
    return std::unexpected("unknown qualifier " + part.name);
  }
  const std::string path = as_text(field);
  if (path.starts_with('$')) {  // One organization: its name, or no rows at all.
    const bool same = path.substr(1) == part.value;
    return Predicate([same](const Value&) { return same; });
  }
  // "owner/name" where rows hold the name.
  if (const std::string mark = text_of(member_of(language, "after_last"), part.name); !mark.empty())
    return value_predicate(path, part.value.substr(part.value.rfind(mark) + 1));
  return value_predicate(path, part.value);
}

}  // namespace

CompiledQuery compile_qualifiers(const Value& query, const QueryContext& context) {
  const Value& fields = member_of(context.settings, "fields");
  std::vector<Predicate> parts;
  const Value& alternative_names = member_of(context.language, "alternatives");
  std::map<std::string, std::vector<Predicate>> alternatives;  // By the name of the qualifier.
  std::string words;
  for (const Qualifier& part : qualifiers_of(as_text(query))) {
    if (part.name.empty() && !part.negated) {
      words += part.value + " ";
      continue;
    }
    CompiledQuery compiled = qualifier_predicate(part, fields, context.language);
    if (!compiled) return compiled;
    if (lists(alternative_names, part.name) && !part.negated) {
      alternatives[part.name].push_back(std::move(*compiled));
    } else {
      parts.push_back(part.negated ? negation(std::move(*compiled)) : std::move(*compiled));
    }
  }
  for (auto& [name, several] : alternatives)
    parts.push_back(any_of(std::move(several)));
  Condition text{{}, Comparison::search, words};
  for (const Value& path : member_of(context.settings, "text"))
    text.paths.emplace_back(as_text(path));
  if (!words.empty()) parts.push_back(to_predicate(std::move(text)));
  return all_of(std::move(parts));
}

}  // namespace sluice::sandbox
