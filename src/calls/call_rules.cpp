#include "calls/call_rules.h"

#include "calls/argument_path.h"
#include "calls/argument_types.h"
#include "calls/search_text.h"
#include "calls/statement_arguments.h"
#include "catalog/json_schema.h"
#include "net/url.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::calls {
namespace {

using catalog::ArgumentRule;
using catalog::SchemaIssue;
using catalog::Tool;
using catalog::Vendor;
using catalog::Verdict;
using Kind = catalog::ArgumentRule::Kind;

// A call's arguments are a handful of words; more is an attempt at something else.
constexpr std::size_t arguments_bytes_max = 65'536;
constexpr std::uint16_t https_port = 443;

std::optional<Denial> refusal_of(const Vendor& vendor, const Tool& tool) {
  const std::string name = vendor.name + "'s tool " + tool.name;
  const std::string why = tool.reason.empty() ? "" : ": " + tool.reason;
  switch (tool.verdict) {
    case Verdict::read: return std::nullopt;
    case Verdict::write:
      return Denial{"write_tool",
                    name + " changes or sends something" + why + ". Sluice only reads."};
    case Verdict::secret:
      return Denial{"secret_tool", name + " hands out private content or secrets" + why + "."};
    case Verdict::spends:
      return Denial{"spending_tool", name + " costs money or starts work" + why + "."};
    case Verdict::unclear:
      return Denial{"unclear_tool", name + " is not proven to only read" + why + "."};
  }
  return Denial{"unclear_tool", name + " is not reviewed."};
}

std::string shown(const Json& value) {
  constexpr std::size_t shown_bytes_max = 60;
  std::string text = to_wire(value);
  if (text.size() > shown_bytes_max) text = text.substr(0, shown_bytes_max) + "...";
  return text;
}

std::string at(const std::string& path) {
  return path.empty() ? "the arguments" : "the argument \"" + path + "\"";
}

Denial denial_of(const Tool& tool, const SchemaIssue& issue) {
  const std::string where = tool.name + ": " + (issue.path.empty() ? "" : issue.path + ": ");
  switch (issue.kind) {
    case SchemaIssue::Kind::unknown_member: return {"unknown_argument", where + issue.message};
    case SchemaIssue::Kind::missing_member: return {"missing_argument", where + issue.message};
    case SchemaIssue::Kind::wrong_value: return {"wrong_argument", where + issue.message};
  }
  return {"wrong_argument", where + issue.message};
}

bool holds(const std::vector<Json>& values, const Json& value) {
  return std::ranges::find(values, value) != values.end();
}

std::optional<Denial> check_values(const ArgumentRule& rule, const Json& arguments) {
  for (const Json* found : values_at(arguments, rule.path)) {
    // A list stands for its elements.
    const std::vector<Json> each =
        found->is_array() ? found->get<std::vector<Json>>() : std::vector<Json>{*found};
    for (const Json& value : each)
      if (!holds(rule.values, value))
        return Denial{"argument_not_allowed",
                      shown(value) + " is not among the reviewed values of " + at(rule.path) + "."};
  }
  return std::nullopt;
}

std::optional<Denial> check_keys(const ArgumentRule& rule, const Json& arguments) {
  for (const Json* found : values_at(arguments, rule.path)) {
    if (!found->is_object()) return Denial{"wrong_argument", at(rule.path) + " must be an object."};
    for (const auto& [key, ignored] : found->items())
      if (std::ranges::find(rule.keys, key) == rule.keys.end())
        return Denial{"argument_not_allowed",
                      shown(key) + " is not a reviewed member of " + at(rule.path) + "."};
  }
  return std::nullopt;
}

std::optional<Denial> check_pairs(const ArgumentRule& rule, const Json& arguments) {
  std::vector<Json> proposed;
  std::string names;
  for (const std::string& path : rule.paths) {
    const auto found = values_at(arguments, path);
    proposed.push_back(found.empty() ? Json(nullptr) : *found.front());
    names += (names.empty() ? "" : " and ") + path;
  }
  if (std::ranges::find(rule.pairs, proposed) != rule.pairs.end()) return std::nullopt;
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

std::optional<Denial> check_url(const ArgumentRule& rule, const Json& arguments) {
  for (const Json* found : values_at(arguments, rule.path)) {
    const auto host = plain_host(*found);
    if (!host || std::ranges::find(rule.keys, *host) == rule.keys.end())
      return Denial{"argument_not_allowed",
                    shown(*found) + " is no reviewed address for " + at(rule.path) + "."};
  }
  for (const std::string& path : rule.paths)
    for (const Json* method : values_at(arguments, path))
      if (*method != Json("GET"))
        return Denial{"argument_not_allowed",
                      "only the method GET is allowed, not " + shown(*method) + "."};
  return std::nullopt;
}

// Without a connection (the shell's question) there is nothing to compare with.
std::optional<Denial> check_connection(const ArgumentRule& rule, Json& arguments,
                                       const Json& parameters) {
  if (!parameters.is_object()) return std::nullopt;
  const Json& expected = member(parameters, rule.parameter);
  if (expected.is_null())
    return Denial{"missing_parameter", "the connection does not say its " + rule.parameter +
                                           "; reconnect and fill it in."};
  for (const Json* found : values_at(std::as_const(arguments), rule.path))
    if (*found != expected)
      return Denial{"argument_not_allowed",
                    at(rule.path) + " must be the connection's own " + rule.parameter + "."};
  put_at(arguments, rule.path, expected);
  return std::nullopt;
}

// Before the schema: what never leaves need not be well-formed.
void replace(const ArgumentRule& rule, Json& arguments) {
  if (rule.kind == Kind::dropped) drop_at(arguments, rule.path);
  if (rule.kind == Kind::forced) put_at(arguments, rule.path, rule.value);
}

std::optional<Denial> check_words(const ArgumentRule& rule, const Json& arguments) {
  for (const Json* found : values_at(arguments, rule.path))
    if (!found->is_string() || !is_plain_words(found->get_ref<const std::string&>()))
      return Denial{"statement_not_checked",
                    at(rule.path) +
                        " takes plain words to look for: letters, digits and blanks, "
                        "at most 256 characters, and nothing of a query language."};
  return std::nullopt;
}

// Filled in as `connection` arguments are, and held to the same parameter.
std::optional<Denial> bind_search(const ArgumentRule& rule, Json& arguments,
                                  const Json& parameters) {
  for (Json* found : values_at(arguments, rule.path)) {
    if (!found->is_string()) return Denial{"wrong_argument", at(rule.path) + " must be a text."};
    auto text = bound_search(rule, found->get_ref<const std::string&>(), parameters);
    if (!text) return Denial{"argument_not_allowed", at(rule.path) + " " + text.error() + "."};
    *found = *std::move(text);
  }
  return std::nullopt;
}

std::optional<Denial> check_statement(const ArgumentRule& rule, const Json& arguments) {
  if (values_at(arguments, rule.path).empty()) return std::nullopt;
  return Denial{"statement_not_checked",
                at(rule.path) +
                    " takes a text in a query language, and Sluice sends none that it "
                    "cannot prove to be a read."};
}

std::optional<Denial> check_at_most(const ArgumentRule& rule, const Json& arguments) {
  for (const Json* found : values_at(arguments, rule.path))
    if (!found->is_number() || *found > rule.value)
      return Denial{"argument_not_allowed", shown(*found) + " is more than the reviewed " +
                                                shown(rule.value) + " of " + at(rule.path) + "."};
  return std::nullopt;
}

std::optional<Denial> check_rule(const ArgumentRule& rule, const Json& arguments) {
  if (!rule.when.empty() && !applies(rule, arguments)) return std::nullopt;
  switch (rule.kind) {
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

void as_json_text(const ArgumentRule& rule, Json& arguments) {
  for (Json* found : values_at(arguments, rule.path))
    if (!found->is_string()) *found = to_wire(*found);
}

std::optional<Denial> bind_to_connection(const Tool& tool, Json& arguments,
                                         const Json& parameters) {
  for (const ArgumentRule& rule : tool.rules) {
    std::optional<Denial> denial;
    if (rule.kind == Kind::connection) denial = check_connection(rule, arguments, parameters);
    if (rule.kind == Kind::search) denial = bind_search(rule, arguments, parameters);
    if (denial) return denial;
  }
  return std::nullopt;
}

std::optional<Denial> apply_rules(const Tool& tool, Json& arguments, const Json& parameters) {
  for (const ArgumentRule& rule : tool.rules)
    replace(rule, arguments);
  if (auto denial = bind_to_connection(tool, arguments, parameters)) return denial;
  numbers_to_texts(tool.input, arguments);
  const auto issues = catalog::schema_issues(tool.input, arguments, 1);
  if (!issues.empty()) return denial_of(tool, issues.front());
  for (const ArgumentRule& rule : tool.rules)
    if (auto denial = check_rule(rule, arguments)) return denial;
  if (auto denial = refuse_open_statements(tool, arguments)) return denial;
  for (const ArgumentRule& rule : tool.rules)
    if (rule.kind == Kind::json_text) as_json_text(rule, arguments);
  return std::nullopt;
}

}  // namespace

std::expected<Json, Denial> check_call(const Vendor& vendor, const ProposedCall& call,
                                       const Json& parameters) {
  const Tool* tool = vendor.find_tool(call.tool);
  if (tool == nullptr) {
    return std::unexpected(
        Denial{"unknown_tool", vendor.name + " has no reviewed tool " + shown(call.tool) + "."});
  }
  if (auto denial = refusal_of(vendor, *tool)) return std::unexpected(std::move(*denial));
  if (!call.arguments.is_object()) {
    return std::unexpected(Denial{"arguments_not_an_object", "the arguments must be an object."});
  }
  if (to_wire(call.arguments).size() > arguments_bytes_max) {
    return std::unexpected(Denial{"arguments_too_large", "the arguments are larger than 64 KiB."});
  }
  Json arguments = call.arguments;
  if (auto denial = apply_rules(*tool, arguments, parameters)) {
    return std::unexpected(std::move(*denial));
  }
  return arguments;
}

}  // namespace sluice::calls
