#include "catalog/field_check.h"

#include <algorithm>
#include <array>
#include <set>

namespace sluice::catalog {
namespace {

constexpr std::array<std::string_view, 19> shared_meanings{
    "company.domain", "company.name", "person.email", "person.name",  "person.login",
    "staff.email",    "staff.name",   "staff.login",  "work.key",     "repository.name",
    "campaign.name",  "product.name", "plan.name",    "country.code", "event.name",
    "channel.name",   "project.name", "order.id",     "industry.name"};

// All elements of one list: of two, which of them would be the element?
void check_list(const Field& field, const std::string& path, std::vector<RowIssue>& issues) {
  const auto each = field.path.find("[]");
  if (each == std::string::npos || field.path.find("[]", each + 1) != std::string::npos)
    issues.push_back({path, "a list needs a path with one [], as in items.data[].quantity"});
}

// Under one label two groups would stand that nobody can tell apart.
void check_labels(const Field& field, const std::string& path, std::vector<RowIssue>& issues) {
  std::set<std::string> seen;
  for (const FieldValue& value : field.values) {
    if (value.label.empty()) continue;
    const bool other = std::ranges::any_of(field.values, [&](const FieldValue& each) {
      return &each != &value && (each.label.empty() ? each.value : each.label) == value.label;
    });
    if (other && seen.insert(value.label).second)
      issues.push_back({path + "/values", "\"" + value.label + "\" would be shown for two values"});
    if (field.type != "text" && field.type != "integer")
      issues.push_back({path + "/values", "only values of a text or an integer have a `label`"});
  }
}

}  // namespace

void check_field(const Field& field, const std::string& path, std::vector<RowIssue>& issues) {
  const auto report = [&](std::string message) { issues.push_back({path, std::move(message)}); };
  // Both would be two meanings of one name, neither is none at all.
  if (field.path.empty() == field.expression.empty())
    report("needs either a path or an expression");
  // An amount without a currency cannot be converted, and adding it to others would be wrong.
  if (field.type == "money" && field.currency.empty() && field.expression.empty())
    report("money needs a currency: a path in the row, or \"=usd\"");
  if (!field.meaning.empty() && !is_shared_meaning(field.meaning))
    report("\"" + field.meaning + "\" is no shared meaning (docs/catalog-rows.md)");
  if (field.list) check_list(field, path, issues);
  check_labels(field, path, issues);
  if (field.moment != Moment::none && field.role != "time")
    report("only a field with `role: time` has a `moment`");
  if (field.act != Act::none && field.type != "text") report("only a text names a person who acts");
}

bool is_shared_meaning(std::string_view meaning) {
  return std::ranges::find(shared_meanings, meaning) != shared_meanings.end();
}

}  // namespace sluice::catalog
