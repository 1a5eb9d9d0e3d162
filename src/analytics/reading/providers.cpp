#include "analytics/reading/providers.h"

#include "analytics/reading/read.h"

#include <algorithm>
#include <set>

namespace sluice::analytics {
namespace {

// Every vendor that the plan takes a number, a split or a condition from.
[[nodiscard]] std::set<std::string> vendors_of(const QueryPlan& plan) {
  std::set<std::string> slugs;
  for (const Reference& measure : plan.measures)
    slugs.insert(measure.vendor);
  for (const Reference& column : plan.columns)
    slugs.insert(column.vendor);
  for (const Dimension& dimension : plan.dimensions)
    slugs.insert(dimension.field.vendor);
  for (const auto* filters : {&plan.filters, &plan.part})
    for (const Filter& filter : *filters)
      slugs.insert(filter.field.vendor);
  if (plan.restriction) {
    slugs.insert(plan.restriction->key.vendor);
    slugs.insert(plan.restriction->measure.vendor);
  }
  return slugs;
}

[[nodiscard]] bool is_connected(const PlannerContext& context, const std::string& slug) {
  return std::any_of(context.connected.begin(), context.connected.end(),
                     [&](const VendorMeaning& one) { return one.vendor->slug == slug; });
}

[[nodiscard]] PlannerContext with_everything(const PlannerContext& context) {
  PlannerContext everything = context;
  everything.connected = context.catalog;
  everything.lexicon = nullptr;  // That one is of what is connected,
  everything.own = nullptr;      // and so is this.
  return everything;
}

[[nodiscard]] bool is_all_connected(const PlannerContext& context) {
  return std::all_of(context.catalog.begin(), context.catalog.end(), [&](const VendorMeaning& one) {
    return is_connected(context, one.vendor->slug);
  });
}

}  // namespace

std::vector<VendorMeaning> providers_of(const PlannerContext& context, std::string_view question) {
  std::vector<VendorMeaning> found;
  if (is_all_connected(context)) return found;
  // As if everything were connected: what is then answered needs somebody who is not.
  const PlannerContext everything = with_everything(context);
  for (const QueryPlan& plan : near_plans(everything, question))
    for (const std::string& slug : vendors_of(plan))
      for (const VendorMeaning& vendor : context.catalog) {
        const bool told = std::any_of(found.begin(), found.end(), [&](const VendorMeaning& one) {
          return one.vendor == vendor.vendor;
        });
        if (vendor.vendor->slug == slug && !is_connected(context, slug) && !told &&
            found.size() < providers_max)
          found.push_back(vendor);
      }
  return found;
}

const catalog::Vendor* counted_elsewhere(const PlannerContext& context, std::string_view question) {
  if (is_all_connected(context)) return nullptr;
  const PlannerContext everything = with_everything(context);
  const Lexicon lexicon(everything.connected);
  const Scene scene = make_scene(everything, lexicon, Grammar::english(), question);
  const std::vector<Reading> readings = read_question(scene);
  if (readings.empty() || readings.front().counted_words.empty()) return nullptr;
  const Reading& best = readings.front();
  // A number of its rows is said by a word that may mean anything ("employees").
  constexpr std::size_t unknown_max = 1;
  const bool counts = best.counted.rows || best.counted.measure != nullptr;
  if (!counts || best.parse.unexplained.size() > unknown_max) return nullptr;
  const catalog::Vendor* vendor = lexicon.vendors()[best.counted.vendor].vendor;
  return is_connected(context, vendor->slug) ? nullptr : vendor;
}

const catalog::Vendor* vendor_that_lacks(const PlannerContext& context, std::string_view question,
                                         const std::vector<std::string>& unknown) {
  const std::vector<std::string> said = stems_of(question);
  std::vector<std::string> left_out;
  for (const std::string& word : unknown)
    for (std::string& stem : stems_of(word))
      left_out.push_back(std::move(stem));
  const auto holds = [](const std::vector<std::string>& stems, const std::string& stem) {
    return std::find(stems.begin(), stems.end(), stem) != stems.end();
  };
  for (const VendorMeaning& vendor : context.connected)
    for (const std::string& lack : vendor.vendor->lacks) {
      std::vector<std::string> stems;
      for (TextWord& word : split_words(lack))
        if (!word.stop) stems.push_back(std::move(word.stem));
      const bool asked =
          !stems.empty() && std::all_of(stems.begin(), stems.end(),
                                        [&](const auto& stem) { return holds(said, stem); });
      const bool missing = std::any_of(stems.begin(), stems.end(),
                                       [&](const auto& stem) { return holds(left_out, stem); });
      if (asked && missing) return vendor.vendor;
    }
  return nullptr;
}

}  // namespace sluice::analytics
