#include "analytics/answering/present.h"
#include "analytics/language/spans.h"
#include "analytics/meaning/accounts.h"
#include "analytics/meaning/filter_text.h"
#include "analytics/meaning/labels.h"

#include <algorithm>

namespace sluice::analytics {

namespace {

[[nodiscard]] std::string group_text(const Meaning& meaning, const Dimension& dimension) {
  if (dimension.part == DatePart::weekday) return "by weekday";
  if (dimension.part == DatePart::hour) return "by hour";
  if (dimension.grain) return "by " + std::string(to_text(*dimension.grain));
  return "by " + inside_sentence(field_label(meaning, dimension.field));
}

// Of several accounts each that is read.
[[nodiscard]] std::vector<std::string> source_names(const Meaning& meaning, const QueryPlan& plan,
                                                    const std::string& slug) {
  const VendorMeaning* vendor = meaning.vendor(slug);
  if (vendor == nullptr) return {slug};
  if (!has_accounts(*vendor)) return {vendor->vendor->name};
  std::vector<std::string> names;
  for (const Account* account : accounts_within(*vendor, plan.filters))
    names.push_back(name_with_account(*vendor, account->name));
  return names;
}

// As the question said it; with what it is compared with.
[[nodiscard]] std::string period_text(const Presentation& presentation, const PeriodSpec& period) {
  const QueryPlan& plan = *presentation.plan;
  std::string text = period.text;
  if (text.empty()) text = period_phrase(presentation, false);
  if (text.starts_with(' ')) text.erase(0, 1);
  if (plan.other_period && !plan.other_period->text.empty())
    text += " against " + plan.other_period->text;
  return text;
}

}  // namespace

std::vector<AnswerChip> chips(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  const Meaning& meaning = *presentation.meaning;
  const auto zone = TimeZone::find(plan.timezone);
  std::vector<AnswerChip> chips;
  std::vector<std::string> sources;
  const auto add_source = [&](const std::string& slug) {
    for (const std::string& name : source_names(meaning, plan, slug))
      if (std::find(sources.begin(), sources.end(), name) == sources.end()) sources.push_back(name);
  };
  for (const Reference& measure : plan.measures) {
    chips.push_back({"measure", measure_label(meaning, measure), ""});
    add_source(measure.vendor);
  }
  for (const Reference& column : plan.columns)
    add_source(column.vendor);
  if (plan.period) chips.push_back({"period", period_text(presentation, *plan.period), ""});
  for (const Dimension& dimension : plan.dimensions) {
    chips.push_back({"dimension", group_text(meaning, dimension), ""});
    add_source(dimension.field.vendor);
  }
  for (const Filter& filter : plan.filters) {
    if (zone) chips.push_back({"filter", filter_text(meaning, filter, *zone), ""});
    add_source(filter.field.vendor);
  }
  for (const Filter& filter : plan.part) {
    if (zone)
      chips.push_back(
          {"filter", (filter.part ? "share " : "share with ") + filter_text(meaning, filter, *zone),
           ""});
    add_source(filter.field.vendor);
  }
  for (const Having& having : plan.having) {
    chips.push_back({"filter", having_text(meaning, having), ""});
    add_source(having.measure.vendor);
  }
  if (plan.restriction) {
    chips.push_back({"filter", restriction_text(meaning, *plan.restriction), ""});
    add_source(plan.restriction->measure.vendor);
  }
  for (const Related& related : plan.related) {
    if (zone)
      chips.push_back(
          {"filter", (related.part ? "share " : "") + related_text(meaning, related, *zone), ""});
    add_source(related.rows.vendor);
  }
  for (const Reference& step : plan.steps)
    chips.push_back({"dimension", inside_sentence(field_label(meaning, step)), ""});
  for (const std::string& source : sources)
    chips.push_back({"source", source, ""});
  return chips;
}

}  // namespace sluice::analytics
