#include "analytics/meaning/row_facts.h"

#include "analytics/meaning/reach.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool holds(const std::string& name, std::string_view word) {
  return name.find(word) != std::string::npos;
}

constexpr std::array<std::string_view, 5> stocks{"open", "pipeline", "value", "unpaid", "balance"};
constexpr std::array<std::string_view, 10> persons{"assignee", "author", "owner", "user",
                                                   "creator",  "lead",   "agent", "reviewer",
                                                   "login",    "actor"};
constexpr std::array<std::string_view, 10> moments_ahead{
    "arriv", "due", "renew", "end", "target", "start", "clos", "schedul", "launch", "publish"};
constexpr std::array<std::string_view, 5> sizes{"mrr", "revenue", "amount", "sales", "pipeline"};

}  // namespace

bool can_group(const catalog::Field& field) {
  if (field.role == "hidden" || field.role == "time" || field.role == "measure") return false;
  return field.type == "text" || field.type == "boolean" || field.type == "date" ||
         field.role == "dimension" || field.role == "name" || field.role == "key";
}

bool is_numeric(const catalog::Field& field) {
  return field.type == "integer" || field.type == "decimal" || field.type == "money";
}

const catalog::Measure* row_count_of(const catalog::Entry& entry) {
  const catalog::Measure* best = nullptr;
  for (const catalog::Measure& measure : entry.measures) {
    if (measure.aggregation != catalog::Aggregation::count || !measure.filter.empty()) continue;
    if (measure.time.empty() || measure.time == entry.default_time) return &measure;
    if (best == nullptr) best = &measure;
  }
  return best;
}

const catalog::Measure* count_of_value(const catalog::Entry& entry, const catalog::Field& field,
                                       std::string_view value) {
  const catalog::Measure* best = nullptr;
  const std::string spelled = field.name + " = '" + std::string(value) + "'";
  for (const catalog::Measure& measure : entry.measures) {
    if (measure.aggregation != catalog::Aggregation::count || measure.unnamed) continue;
    const bool by_moment = !measure.time.empty() && measure.time == lower(value) &&
                           measure.filter == measure.time + " is not null";
    const bool by_truth = field.type == "boolean" && value == "true" && !field.expression.empty() &&
                          measure.filter == field.expression;
    if (measure.filter != spelled && !by_moment && !by_truth) continue;
    if (best == nullptr || (measure.known_only_now && !best->known_only_now)) best = &measure;
  }
  return best;
}

bool can_count_rows(const catalog::Entry& entry) {
  return row_count_of(entry) != nullptr ||
         std::ranges::any_of(entry.fields, [&](const catalog::Field& field) {
           return field.role == "key" || (!field.name.empty() && field.name == entry.name_field);
         });
}

bool is_mean(const catalog::Measure& measure) {
  using catalog::Aggregation;
  return measure.aggregation == Aggregation::average ||
         measure.aggregation == Aggregation::median || measure.aggregation == Aggregation::formula;
}

bool is_stock_by_name(const catalog::Measure& measure) {
  return holds(measure.filter, "open") || std::ranges::any_of(stocks, [&](std::string_view word) {
           return holds(measure.name, word);
         });
}

const catalog::Field* person_by_name(const catalog::Entry& entry) {
  for (const catalog::Field& field : entry.fields)
    for (const std::string_view word : persons)
      if (field.role != "hidden" && field.role != "measure" && holds(field.name, word))
        return &field;
  return nullptr;
}

const catalog::Field* time_ahead(const catalog::Entry& entry) {
  for (const catalog::Field& field : entry.fields)
    for (const std::string_view word : moments_ahead)
      if (field.role == "time" && holds(field.name, word)) return &field;
  return field_named(entry, entry.default_time);
}

const catalog::Field* first_moment(const catalog::Entry& entry) {
  const catalog::Field* first = nullptr;
  for (const catalog::Field& field : entry.fields) {
    if (field.role != "time") continue;
    // "created" stands above "opened": a reopened row did not begin anew.
    const bool begins = holds(field.name, "creat") || holds(field.name, "open");
    if (first == nullptr || (begins && !holds(first->name, "creat"))) first = &field;
  }
  return first;
}

std::optional<Reference> size_measure_of(const std::vector<VendorMeaning>& vendors,
                                         const catalog::Entry& ranked) {
  for (const std::string_view wanted : sizes)
    for (std::size_t v = 0; v < vendors.size(); ++v)
      for (const catalog::Entry& entry : vendors[v].vendor->entries) {
        const catalog::Measure* measure = find_measure(entry, wanted);
        if (measure != nullptr && Reach(vendors, v, entry).distance(&ranked))
          return Reference{vendors[v].vendor->slug, entry.name, measure->name};
      }
  return std::nullopt;
}

}  // namespace sluice::analytics
