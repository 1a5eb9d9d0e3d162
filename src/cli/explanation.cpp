#include "cli/explanation.h"

#include "base/time_format.h"

#include <set>
#include <string>
#include <utility>

namespace sluice::cli {
namespace {

using analytics::QueryPlan;
using analytics::Reference;

[[nodiscard]] std::vector<Reference> references_of(const QueryPlan& plan) {
  std::vector<Reference> references = plan.measures;
  for (const analytics::Dimension& dimension : plan.dimensions) {
    references.push_back(dimension.field);
  }
  for (const analytics::Filter& filter : plan.filters)
    references.push_back(filter.field);
  for (const Reference& column : plan.columns)
    references.push_back(column);
  if (plan.restriction) references.push_back(plan.restriction->measure);
  return references;
}

[[nodiscard]] OrderedJson tools_of(const QueryPlan& plan, const catalog::Catalog& catalog) {
  // Each once, however many measures it serves.
  std::set<std::pair<std::string, std::string>> tools;
  for (const Reference& reference : references_of(plan)) {
    const catalog::Vendor* vendor = catalog.find(reference.vendor);
    const catalog::Entry* entry = vendor == nullptr ? nullptr : vendor->find_entry(reference.entry);
    if (entry != nullptr) tools.emplace(reference.vendor, entry->tool);
  }
  OrderedJson list = OrderedJson::array();
  for (const auto& [vendor, tool] : tools)
    list.push_back({{"vendor", vendor}, {"tool", tool}});
  return list;
}

}  // namespace

OrderedJson explanation_json(const QuestionLine& line, const analytics::PlanOutcome& outcome,
                             const catalog::Catalog& catalog) {
  OrderedJson json = {{"id", line.id}, {"question", line.question}};
  if (const auto* clarification = std::get_if<analytics::Clarification>(&outcome)) {
    json["status"] = "clarify";
    json["text"] = clarification->text;
    json["options"] = OrderedJson::array();
    for (const analytics::Option& option : clarification->options) {
      json["options"].push_back({{"label", option.label}, {"question", option.question}});
    }
    return json;
  }
  if (const auto* refusal = std::get_if<analytics::Refusal>(&outcome)) {
    json["status"] = "refused";
    json["text"] = refusal->text;
    json["reason"] = analytics::to_text(refusal->reason);
    json["suggestions"] = refusal->suggestions;
    return json;
  }
  const auto& planned = std::get<analytics::PlannedQuestion>(outcome);
  json["status"] = "planned";
  json["plan"] = OrderedJson::parse(to_wire(analytics::to_json(planned.plan)));
  if (planned.plan.period) {
    json["period"] = {{"start", to_rfc3339(planned.plan.period->start)},
                      {"end", to_rfc3339(planned.plan.period->end)},
                      {"timezone", planned.plan.timezone}};
  }
  json["tools"] = tools_of(planned.plan, catalog);
  json["assumptions"] = OrderedJson::array();
  for (const analytics::Assumption& each : planned.plan.assumptions)
    json["assumptions"].push_back(each.text);
  json["unused_words"] = planned.plan.unused_words;
  json["confidence"] = planned.plan.confidence;
  return json;
}

}  // namespace sluice::cli
