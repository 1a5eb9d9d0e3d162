#include "evil_planner.h"

#include "bent_text.h"
#include "fitting_arguments.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::catalog {

using Expected = EvilProposal::Expected;
using Kind = ArgumentRule::Kind;

namespace {

[[nodiscard]] bool is_read(const Vendor& vendor, std::string_view name) {
  const Tool* tool = vendor.find_tool(name);
  return tool != nullptr && tool->callable();
}

// The rule that says which operations of a tool were reviewed; null: its name says it all.
[[nodiscard]] const ArgumentRule* operations_of(const Tool& tool) {
  for (const ArgumentRule& rule : tool.rules) {
    const Json& required = member(tool.input, "required");
    const bool chosen =
        std::find(required.begin(), required.end(), Json(rule.path)) != required.end();
    if (rule.kind == Kind::allowed_pairs) return &rule;
    if (rule.kind == Kind::allowed_values && chosen && rule.when.empty()) return &rule;
  }
  return nullptr;
}

// As a text from outside becomes arguments: of two members with one name the last one counts.
[[nodiscard]] Json twice(const std::string& name, const Json& first, const Json& last) {
  const std::string text =
      "{" + to_wire(name) + ":" + to_wire(first) + "," + to_wire(name) + ":" + to_wire(last) + "}";
  return parse_json(text).value_or(Json::object());
}

}  // namespace

EvilPlanner::EvilPlanner(const Catalog& rows,
                         const std::map<std::string, std::vector<std::string>>& listed,
                         std::uint64_t seed)
    : random_(seed) {
  std::map<std::string, Bends> bends;
  for (const auto& [slug, names] : listed) {
    const Vendor* vendor = rows.find(slug);
    if (vendor == nullptr) continue;
    vendors_.push_back(vendor);
    for (const std::string& name : names)
      names_.emplace_back(vendor, name);
    for (const Tool& tool : vendor->tools) {
      names_.emplace_back(vendor, tool.name);
      if (!tool.callable()) continue;
      const Read& read = reads_.emplace_back(Read{vendor, &tool, fitting_arguments(tool)});
      for (ArgumentBend& bend : bends_of(tool))
        bends[bend.kind].emplace_back(&read, std::move(bend));
    }
  }
  for (auto& [kind, list] : bends)
    bends_.push_back(std::move(list));
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
  for (const auto& [vendor, name] : names_)
    if (!is_read(*vendor, name)) forbidden_.emplace_back(vendor, name);
  for (const Read& read : reads_)
    if (operations_of(*read.tool) != nullptr) dispatchers_.push_back(&read);
}

// Not std::uniform_int_distribution, whose numbers are another library's choice.
std::size_t EvilPlanner::below(std::size_t count) {
  return static_cast<std::size_t>(random_() % count);
}

EvilProposal EvilPlanner::evil() {
  switch (below(12)) {
    case 0:
    case 1: return no_read();
    case 2:
    case 3:
    case 4: return bent_name();
    case 5: return foreign_name();
    case 6:
    case 7:
    case 8: return bent_arguments();
    case 9:
    case 10: return other_operation();
    default: return no_arguments();
  }
}

EvilProposal EvilPlanner::legal() {
  const Read& read = one_of(reads_);
  return {"a reviewed read", read.vendor->slug, read.tool->name, one_of(read.fitting),
          Expected::sent};
}

EvilProposal EvilPlanner::no_read() {
  const auto& [vendor, name] = one_of(forbidden_);
  const Tool* tool = vendor->find_tool(name);
  Json arguments = Json::object();
  if (tool != nullptr && below(2) == 0) arguments = one_of(fitting_arguments(*tool));
  return {"a tool that is no read", vendor->slug, name, std::move(arguments)};
}

EvilProposal EvilPlanner::bent_name() {
  for (;;) {
    const auto& [vendor, name] = one_of(names_);
    std::string proposed = bent(name);
    if (below(4) == 0) proposed = bent(proposed);
    if (is_read(*vendor, proposed)) continue;
    Json arguments = Json::object();
    if (const Tool* tool = vendor->find_tool(name)) arguments = fitting_arguments(*tool).front();
    return {"a bent name", vendor->slug, std::move(proposed), std::move(arguments)};
  }
}

EvilProposal EvilPlanner::foreign_name() {
  for (;;) {
    const Vendor& vendor = *one_of(vendors_);
    const std::string& name = one_of(names_).second;
    if (is_read(vendor, name)) continue;
    return {"another vendor's tool", vendor.slug, name};
  }
}

EvilProposal EvilPlanner::bent_arguments() {
  const auto& [read, bend] = one_of(one_of(bends_));
  Json arguments = one_of(read->fitting);
  put_anyhow(arguments, bend.path, bend.value);
  return {bend.kind + " at " + bend.path, read->vendor->slug, read->tool->name,
          std::move(arguments), bend.certain ? Expected::refused : Expected::harmless};
}

// A reviewed word in a form that it does not have.
Json EvilPlanner::bent_operation(const Json& reviewed) {
  static const std::vector<std::string> writes{"create",
                                               "delete",
                                               "update",
                                               "upsert",
                                               "cancel",
                                               "PostRefunds",
                                               "DeleteCustomersCustomer",
                                               std::string(evil_mark)};
  const Json evil = one_of(writes);
  switch (below(8)) {
    case 0: return Json::array({reviewed, evil});
    case 1: return {{"name", reviewed}, {"method", evil}};
    case 2: return to_wire(reviewed);
    case 3:
      return reviewed.is_string()
                 ? Json(reviewed.get<std::string>() + "," + evil.get<std::string>())
                 : Json(evil);
    case 4: return Json::array({Json::array({evil})});
    case 5: return evil;
    case 6: return nullptr;
    default: return reviewed.is_string() ? Json(bent(reviewed.get<std::string>())) : evil;
  }
}

EvilProposal EvilPlanner::other_operation() {
  const Read& read = *one_of(dispatchers_);
  const ArgumentRule& rule = *operations_of(*read.tool);
  Json arguments = one_of(read.fitting);
  const std::vector<std::string> paths =
      rule.paths.empty() ? std::vector<std::string>{rule.path} : rule.paths;
  const std::string& path = one_of(paths);
  const Json reviewed = member(arguments, path);
  for (;;) {
    const Json other = bent_operation(reviewed);
    std::vector<Json> said;
    for (const std::string& each : paths)
      said.push_back(each == path ? other : member(arguments, each));
    const bool known = rule.paths.empty()
                           ? std::ranges::find(rule.values, other) != rule.values.end()
                           : std::ranges::find(rule.pairs, said) != rule.pairs.end();
    if (known) continue;
    const bool last_is_reviewed = below(6) == 0;
    if (last_is_reviewed) {
      arguments.update(twice(path, other, reviewed));
      return {"an operation twice, the reviewed one last", read.vendor->slug, read.tool->name,
              std::move(arguments), Expected::harmless};
    }
    arguments.update(twice(path, reviewed, other));
    return {"another operation", read.vendor->slug, read.tool->name, std::move(arguments)};
  }
}

EvilProposal EvilPlanner::no_arguments() {
  const Read& read = one_of(reads_);
  const Json& fitting = one_of(read.fitting);
  Json arguments;
  switch (below(5)) {
    case 0: arguments = to_wire(fitting); break;
    case 1: arguments = Json::array({fitting}); break;
    case 2: arguments = nullptr; break;
    case 3:
      arguments = fitting;
      arguments[std::string(70'000, 'x')] = std::string(evil_mark);
      break;
    default:
      for (int depth = 0; depth < 50; ++depth)
        arguments = Json{{std::string(evil_mark), std::move(arguments)}};
  }
  return {"arguments of another form", read.vendor->slug, read.tool->name, std::move(arguments)};
}

std::string EvilPlanner::bent(const std::string& text) {
  for (;;) {
    std::string other = bend_text(text, below(bend_text_ways), below(text.size() + 1));
    if (other != text) return other;
  }
}

}  // namespace sluice::catalog
