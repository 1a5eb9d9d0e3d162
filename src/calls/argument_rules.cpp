#include "calls/argument_rules.h"

#include "calls/search_text.h"
#include "net/url.h"

#include <algorithm>
#include <span>
#include <utility>

namespace sluice::calls {
namespace {

using catalog::ArgumentRule;
using Kind = catalog::ArgumentRule::Kind;

constexpr std::uint16_t https_port = 443;

std::string at(const std::string& path) {
  return path.empty() ? "the arguments" : "the argument \"" + path + "\"";
}

// The first that was not reviewed; null: there is none.
template <class Values>
const Json* foreign_value(const Values& values, const CompiledRule& rule) {
  for (const Json& value : values)
    if (std::ranges::find(rule.said.values, value) == rule.said.values.end()) return &value;
  return nullptr;
}

std::optional<Denial> check_values(const CompiledRule& rule, const Json& arguments) {
  for (const Json* found : rule.path.values_in(arguments)) {
    // A list stands for its elements.
    const std::span each(found, 1);
    const Json* foreign =
        found->is_array() ? foreign_value(*found, rule) : foreign_value(each, rule);
    if (foreign != nullptr)
      return Denial{
          "argument_not_allowed",
          shown(*foreign) + " is not among the reviewed values of " + at(rule.said.path) + "."};
  }
  return std::nullopt;
}

std::optional<Denial> check_keys(const CompiledRule& rule, const Json& arguments) {
  for (const Json* found : rule.path.values_in(arguments)) {
    if (!found->is_object())
      return Denial{"wrong_argument", at(rule.said.path) + " must be an object."};
    for (const auto& [key, ignored] : found->items())
      if (std::ranges::find(rule.said.keys, key) == rule.said.keys.end())
        return Denial{"argument_not_allowed",
                      shown(key) + " is not a reviewed member of " + at(rule.said.path) + "."};
  }
  return std::nullopt;
}

std::optional<Denial> check_pairs(const CompiledRule& rule, const Json& arguments) {
  std::vector<Json> proposed;
  for (const RulePath& path : rule.paths) {
    const auto found = path.values_in(arguments);
    proposed.push_back(found.empty() ? Json(nullptr) : *found.front());
  }
  if (std::ranges::find(rule.said.pairs, proposed) != rule.said.pairs.end()) return std::nullopt;
  std::string names;
  for (const std::string& path : rule.said.paths)
    names += (names.empty() ? "" : " and ") + path;
  return Denial{"argument_not_allowed",
                "this combination of " + names + " is not among the reviewed ones."};
}

// Strict on purpose: the vendor reads the text with a parser of its own, so the host must stand
// there exactly as this program reads it.
std::optional<std::string> plain_host(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.get_ref<const std::string&>();
  const auto url = net::parse_strict_url(text);
  const bool plain = url && url->scheme == "https" && url->kind == net::HostKind::name &&
                     !url->has_fragment && text.starts_with(url->origin());
  if (!plain || url->port != https_port) return std::nullopt;
  const std::string_view rest = std::string_view(text).substr(url->origin().size());
  const bool ends = rest.empty() || rest.starts_with('/') || rest.starts_with('?');
  const bool printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
  return ends && printable ? std::optional(url->host) : std::nullopt;
}

std::optional<Denial> check_url(const CompiledRule& rule, const Json& arguments) {
  for (const Json* found : rule.path.values_in(arguments)) {
    const auto host = plain_host(*found);
    if (!host || std::ranges::find(rule.said.keys, *host) == rule.said.keys.end())
      return Denial{"argument_not_allowed",
                    shown(*found) + " is no reviewed address for " + at(rule.said.path) + "."};
  }
  for (const RulePath& path : rule.paths)
    for (const Json* method : path.values_in(arguments))
      if (*method != Json("GET"))
        return Denial{"argument_not_allowed",
                      "only the method GET is allowed, not " + shown(*method) + "."};
  return std::nullopt;
}

std::optional<Denial> check_words(const CompiledRule& rule, const Json& arguments) {
  for (const Json* found : rule.path.values_in(arguments))
    if (!found->is_string() || !is_plain_words(found->get_ref<const std::string&>()))
      return Denial{"statement_not_checked",
                    at(rule.said.path) +
                        " takes plain words to look for: letters, digits and blanks, "
                        "at most 256 characters, and nothing of a query language."};
  return std::nullopt;
}

std::optional<Denial> check_statement(const CompiledRule& rule, const Json& arguments) {
  if (rule.path.values_in(arguments).empty()) return std::nullopt;
  return Denial{"statement_not_checked",
                at(rule.said.path) +
                    " takes a text in a query language, and Sluice sends none that it "
                    "cannot prove to be a read."};
}

std::optional<Denial> check_at_most(const CompiledRule& rule, const Json& arguments) {
  for (const Json* found : rule.path.values_in(arguments))
    if (!found->is_number() || *found > rule.said.value)
      return Denial{"argument_not_allowed", shown(*found) + " is more than the reviewed " +
                                                shown(rule.said.value) + " of " +
                                                at(rule.said.path) + "."};
  return std::nullopt;
}

// Without a connection (the shell's question) there is nothing to compare with.
std::optional<Denial> check_connection(const CompiledRule& rule, Json& arguments,
                                       const Json& parameters) {
  if (!parameters.is_object()) return std::nullopt;
  const Json& expected = member(parameters, rule.said.parameter);
  if (expected.is_null())
    return Denial{"missing_parameter", "the connection does not say its " + rule.said.parameter +
                                           "; reconnect and fill it in."};
  for (const Json* found : rule.path.values_in(std::as_const(arguments)))
    if (*found != expected)
      return Denial{"argument_not_allowed", at(rule.said.path) + " must be the connection's own " +
                                                rule.said.parameter + "."};
  rule.path.put(arguments, expected);
  return std::nullopt;
}

// Filled in as `connection` arguments are, and held to the same parameter.
std::optional<Denial> bind_search(const CompiledRule& rule, Json& arguments,
                                  const Json& parameters) {
  for (Json* found : rule.path.values_in(arguments)) {
    if (!found->is_string())
      return Denial{"wrong_argument", at(rule.said.path) + " must be a text."};
    auto text = bound_search(rule.said, found->get_ref<const std::string&>(), parameters);
    if (!text) return Denial{"argument_not_allowed", at(rule.said.path) + " " + text.error() + "."};
    *found = *std::move(text);
  }
  return std::nullopt;
}

void as_json_text(const CompiledRule& rule, Json& arguments) {
  for (Json* found : rule.path.values_in(arguments))
    if (!found->is_string()) *found = to_wire(*found);
}

}  // namespace

CompiledRule::CompiledRule(const ArgumentRule& rule) : said(rule), path(rule.path) {
  for (const std::string& each : rule.paths)
    paths.emplace_back(each);
}

std::string shown(const Json& value) {
  constexpr std::size_t shown_bytes_max = 60;
  std::string text = to_wire(value);
  if (text.size() > shown_bytes_max) text = text.substr(0, shown_bytes_max) + "...";
  return text;
}

void replace(const CompiledRule& rule, Json& arguments) {
  if (rule.said.kind == Kind::dropped) rule.path.drop(arguments);
  if (rule.said.kind == Kind::forced) rule.path.put(arguments, rule.said.value);
}

std::optional<Denial> bind(const CompiledRule& rule, Json& arguments, const Json& parameters) {
  if (rule.said.kind == Kind::connection) return check_connection(rule, arguments, parameters);
  if (rule.said.kind == Kind::search) return bind_search(rule, arguments, parameters);
  return std::nullopt;
}

std::optional<Denial> check(const CompiledRule& rule, const Json& arguments) {
  if (!rule.said.when.empty() && !applies(rule.said, arguments)) return std::nullopt;
  switch (rule.said.kind) {
    case Kind::allowed_values: return check_values(rule, arguments);
    case Kind::allowed_keys: return check_keys(rule, arguments);
    case Kind::allowed_pairs: return check_pairs(rule, arguments);
    case Kind::url: return check_url(rule, arguments);
    case Kind::statement: return check_statement(rule, arguments);
    case Kind::words: return check_words(rule, arguments);
    case Kind::at_most: return check_at_most(rule, arguments);
    case Kind::search:
    case Kind::forced:
    case Kind::dropped:
    case Kind::connection:
    case Kind::json_text: return std::nullopt;
  }
  return std::nullopt;
}

void write_as_text(const CompiledRule& rule, Json& arguments) {
  if (rule.said.kind == Kind::json_text) as_json_text(rule, arguments);
}

}  // namespace sluice::calls
