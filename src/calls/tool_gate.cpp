#include "calls/tool_gate.h"

#include "calls/argument_types.h"
#include "catalog/connection_parameters.h"

#include <string>
#include <utility>

namespace sluice::calls {
namespace {

using catalog::SchemaIssue;
using catalog::Tool;
using catalog::Vendor;
using catalog::Verdict;

// A call's arguments are a handful of words; more is an attempt at something else.
constexpr std::size_t arguments_bytes_max = 65'536;

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

Denial denial_of(const Tool& tool, const SchemaIssue& issue) {
  const std::string where = tool.name + ": " + (issue.path.empty() ? "" : issue.path + ": ");
  switch (issue.kind) {
    case SchemaIssue::Kind::unknown_member: return {"unknown_argument", where + issue.message};
    case SchemaIssue::Kind::missing_member: return {"missing_argument", where + issue.message};
    case SchemaIssue::Kind::wrong_value: return {"wrong_argument", where + issue.message};
  }
  return {"wrong_argument", where + issue.message};
}

// No JSON text of the value is longer: each byte of a text takes six at most (an escape).
// NOLINTNEXTLINE(misc-no-recursion): as deep as the arguments, whose depth was checked.
std::size_t wire_bytes_at_most(const Json& value) {
  constexpr std::size_t number_bytes = 32;
  constexpr std::size_t escape_bytes = 6;
  constexpr std::size_t marks = 4;  // Quotes, a comma, a colon.
  if (value.is_string()) return marks + escape_bytes * value.get_ref<const std::string&>().size();
  std::size_t bytes = number_bytes;
  if (!value.is_structured()) return bytes;
  for (auto item = value.begin(); item != value.end(); ++item)
    bytes += marks + wire_bytes_at_most(*item) +
             (value.is_object() ? escape_bytes * item.key().size() : 0);
  return bytes;
}

// Counting costs nothing beside writing, and hardly a call comes near the limit.
bool is_too_large(const Json& arguments) {
  return wire_bytes_at_most(arguments) > arguments_bytes_max &&
         to_wire(arguments).size() > arguments_bytes_max;
}

}  // namespace

ToolGate::ToolGate(const Vendor& vendor, const Tool& tool)
    : vendor_(vendor), tool_(tool), input_(tool.input), open_(tool) {
  for (const catalog::ArgumentRule& rule : tool.rules)
    rules_.emplace_back(rule);
}

std::optional<Denial> ToolGate::apply_rules(Json& arguments, const Json& parameters) const {
  for (const CompiledRule& rule : rules_)
    replace(rule, arguments);
  for (const CompiledRule& rule : rules_)
    if (auto denial = bind(rule, arguments, parameters)) return denial;
  numbers_to_texts(tool_.input, arguments);
  const auto issues = input_.issues(arguments, 1);
  if (!issues.empty()) return denial_of(tool_, issues.front());
  for (const CompiledRule& rule : rules_)
    if (auto denial = check(rule, arguments)) return denial;
  if (auto denial = open_.refusal(arguments)) return denial;
  for (const CompiledRule& rule : rules_)
    write_as_text(rule, arguments);
  return std::nullopt;
}

std::expected<Json, Denial> ToolGate::judge(const Json& arguments, const Json& parameters) const {
  if (auto denial = refusal_of(vendor_, tool_)) return std::unexpected(std::move(*denial));
  if (!catalog::is_served(vendor_, parameters, tool_.name)) {
    return std::unexpected(
        Denial{"not_served", catalog::served_elsewhere_text(vendor_, parameters, tool_.name)});
  }
  if (!arguments.is_object()) {
    return std::unexpected(Denial{"arguments_not_an_object", "the arguments must be an object."});
  }
  if (is_too_large(arguments)) {
    return std::unexpected(Denial{"arguments_too_large", "the arguments are larger than 64 KiB."});
  }
  std::expected<Json, Denial> leaving = arguments;
  if (auto denial = apply_rules(*leaving, parameters)) return std::unexpected(std::move(*denial));
  return leaving;
}

}  // namespace sluice::calls
