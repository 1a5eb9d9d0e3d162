#include "catalog/tool_check.h"

#include "catalog/argument_path.h"

#include <algorithm>

namespace sluice::catalog {
namespace {

void check_paging(const Paging& paging, const std::string& path, std::vector<RowIssue>& issues) {
  for (const std::string* argument : {&paging.argument, &paging.size_argument})
    if (!argument->empty() && !is_argument_path(*argument))
      issues.push_back({path, "\"" + *argument + "\" is no path of an argument"});
  if (paging.style != Paging::Style::none && paging.argument.empty())
    issues.push_back({path, "needs the argument that carries the position"});
}

// Whether every call that says this value there is known to be one that the row lets through: a
// misspelt operation would leave its rule without any call, and the operation without its rule.
bool may_be_said(const Tool& tool, const std::string& at, const Json& value) {
  const Json& schema = member(member(tool.input, "properties"), at);
  const Json& listed = member(schema, "enum");
  if (std::find(listed.begin(), listed.end(), value) != listed.end()) return true;
  return std::ranges::any_of(tool.rules, [&](const ArgumentRule& rule) {
    if (!rule.when.empty()) return false;
    if (rule.kind == ArgumentRule::Kind::allowed_values)
      return rule.path == at && std::ranges::find(rule.values, value) != rule.values.end();
    if (rule.kind != ArgumentRule::Kind::allowed_pairs) return false;
    const auto place = std::ranges::find(rule.paths, at);
    const auto column = static_cast<std::size_t>(place - rule.paths.begin());
    return place != rule.paths.end() && std::ranges::any_of(rule.pairs, [&](const auto& pair) {
             return column < pair.size() && pair[column] == value;
           });
  });
}

bool only_narrows(ArgumentRule::Kind kind) {
  using enum ArgumentRule::Kind;
  return kind == allowed_values || kind == allowed_keys || kind == allowed_pairs || kind == at_most;
}

void check_when(const Tool& tool, const ArgumentRule& rule, const std::string& path,
                std::vector<RowIssue>& issues) {
  if (!rule.when.empty() && !only_narrows(rule.kind))
    issues.push_back({path,
                      "`when` goes with only, keys, pairs and at_most; the others hold for "
                      "every call"});
  for (const auto& [at, meant] : rule.when) {
    const std::vector<Json> values =
        meant.is_array() ? meant.get<std::vector<Json>>() : std::vector<Json>{meant};
    for (const Json& value : values)
      if (!may_be_said(tool, at, value))
        issues.push_back({path, "`when` speaks of " + to_wire(value) + " at \"" + at +
                                    "\", which no list of the tool's input, no only and no pairs "
                                    "of all calls has"});
  }
}

// A rule at a place that no call has would let everything through.
void check_rule_paths(const ArgumentRule& rule, const std::string& path,
                      std::vector<RowIssue>& issues) {
  const auto names_an_element = [](std::string_view at) {
    for (auto open = at.find('['); open != std::string_view::npos; open = at.find('[', open + 1))
      if (!at.substr(open).starts_with("[]")) return true;
    return false;
  };
  std::vector<std::string> all = rule.paths;
  all.push_back(rule.path);
  for (const std::string& at : all)
    if (names_an_element(at))
      issues.push_back({path, "\"" + at +
                                  "\": a rule is for every element of a list, written [], and "
                                  "for no single one"});
}

}  // namespace

// A read without a known input could carry anything; a runner is refused unless a rule holds it.
void check_tools(const Vendor& vendor, std::vector<RowIssue>& issues) {
  for (const Tool& tool : vendor.tools) {
    const std::string path = "tools/" + tool.name;
    if (tool.callable() && tool.input.is_null())
      issues.push_back({path, "a tool whose verdict is read needs its reviewed `input`"});
    if (!tool.verified && !tool.digest.empty())
      issues.push_back({path,
                        "a definition that was captured (`digest`) is confirmed; what is "
                        "`verified: false` is known from reports of others"});
    // Rules beside a verdict that is not `read` read as if the tool could be called.
    if (!tool.callable() && !tool.rules.empty())
      issues.push_back({path, "rules stand only with a tool whose verdict is read"});
    for (std::size_t i = 0; i < tool.rules.size(); ++i) {
      check_when(tool, tool.rules[i], path + "/arguments/" + std::to_string(i), issues);
      check_rule_paths(tool.rules[i], path + "/arguments/" + std::to_string(i), issues);
    }
    check_paging(tool.paging, path + "/paging", issues);
    for (const OperationPaging& own : tool.own_pagings) {
      check_paging(own.paging, path + "/paging", issues);
      for (const auto& [at, value] : own.when)
        if (!is_argument_path(at))
          issues.push_back({path + "/paging", "\"" + at + "\" is no path of an argument"});
    }
  }
}

}  // namespace sluice::catalog
