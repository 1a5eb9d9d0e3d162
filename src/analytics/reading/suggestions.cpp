#include "analytics/reading/suggestions.h"

#include "analytics/language/best_first.h"
#include "analytics/meaning/labels.h"
#include "analytics/meaning/reach.h"
#include "base/text.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace sluice::analytics {
namespace {

// Whether all that the plan before was restricted to still holds.
[[nodiscard]] bool keeps(const QueryPlan& before, const QueryPlan& after) {
  return after.measures == before.measures && after.filters.size() >= before.filters.size();
}

[[nodiscard]] const Dimension* grain_of(const QueryPlan& plan) {
  const auto found = std::ranges::find_if(
      plan.dimensions, [](const Dimension& each) { return each.grain.has_value(); });
  return found == plan.dimensions.end() ? nullptr : &*found;
}

// Whether a follow-up was read as the plan before, split by that field too.
[[nodiscard]] bool splits_by(const QueryPlan& before, const QueryPlan& read,
                             const std::string& field) {
  return keeps(before, read) && std::ranges::any_of(read.dimensions, [&](const Dimension& each) {
           return each.field.name == field;
         });
}

// "And by plan?": by the fields whose values have names.
[[nodiscard]] std::vector<NextQuestion> splits(const Meaning& meaning, const QueryPlan& plan) {
  std::vector<NextQuestion> next;
  const Reference& counted = plan.measures.front();
  const catalog::Entry* entry = meaning.entry(counted);
  if (entry == nullptr) return next;
  const auto measure = measure_named(*entry, counted.name);
  for (const catalog::Field& field : entry->fields) {
    const auto is_field = [&](const auto& each) { return each.field.name == field.name; };
    const bool settled = std::ranges::any_of(plan.dimensions, is_field) ||
                         std::ranges::any_of(plan.filters, is_field) ||
                         (measure && measure->filter.contains(field.name));
    if (field.role != "dimension" || field.type != "text" || field.values.empty() || settled)
      continue;
    next.push_back(
        {"And by " + inside_sentence(label_of(field)) + "?", true,
         [plan, name = field.name](const QueryPlan& read) { return splits_by(plan, read, name); }});
  }
  return next;
}

// Per month, against the time before, and for it.
[[nodiscard]] std::vector<NextQuestion> over_time(const Meaning& meaning, const QueryPlan& plan) {
  std::vector<NextQuestion> next;
  const Reference& counted = plan.measures.front();
  const catalog::Entry* entry = meaning.entry(counted);
  const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, counted.name);
  const bool dated = measure && (!measure->time.empty() || !entry->default_time.empty());
  if (plan.period && plan.comparison == Comparison::none && plan.dimensions.empty())
    next.push_back({"And compared with the period before?", true, [plan](const QueryPlan& read) {
                      return keeps(plan, read) && read.comparison == Comparison::previous_period;
                    }});
  if (dated && grain_of(plan) == nullptr && plan.frame != Frame::list)
    next.push_back({"And per month?", true, [plan](const QueryPlan& read) {
                      const Dimension* time = grain_of(read);
                      return keeps(plan, read) && time != nullptr && time->grain == Grain::month;
                    }});
  if (plan.period && plan.comparison == Comparison::none)
    next.push_back({"And for the period before?", true, [plan](const QueryPlan& read) {
                      return keeps(plan, read) && read.period &&
                             read.period->end <= plan.period->start &&
                             read.dimensions.size() == plan.dimensions.size();
                    }});
  return next;
}

// Questions that work, as the vendor's row lists them: of the whole first, then of its entries.
[[nodiscard]] std::vector<std::string> questions_of(const VendorMeaning& vendor) {
  std::vector<std::string> own = vendor.vendor->questions;
  for (const catalog::Entry& entry : vendor.vendor->entries)
    for (const std::string& question : entry.questions)
      if (std::ranges::find(own, question) == own.end()) own.push_back(question);
  return own;
}

[[nodiscard]] std::size_t shared_stems(const std::set<std::string>& asked,
                                       const std::string& question) {
  std::size_t shared = 0;
  for (const std::string& stem : stems_of(question))
    shared += asked.count(stem);
  return shared;
}

}  // namespace

std::string join_names(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

std::vector<NextQuestion> next_questions(const PlannerContext& context, const QueryPlan& plan) {
  if (plan.measures.empty()) return {};
  const Meaning meaning(context.connected);
  std::vector<NextQuestion> next = splits(meaning, plan);
  constexpr std::size_t splits_first = 1;
  const auto rest = next.begin() + static_cast<std::ptrdiff_t>(std::min(splits_first, next.size()));
  std::vector<NextQuestion> times = over_time(meaning, plan);
  next.insert(rest, std::make_move_iterator(times.begin()), std::make_move_iterator(times.end()));
  return next;
}

std::vector<NextQuestion> elsewhere_questions(const PlannerContext& context,
                                              const QueryPlan& plan) {
  std::vector<NextQuestion> next;
  if (plan.measures.empty()) return next;
  const auto& vendors = context.connected;
  const auto own = std::ranges::find_if(vendors, [&](const VendorMeaning& vendor) {
    return vendor.vendor->slug == plan.measures.front().vendor;
  });
  const auto start = static_cast<std::size_t>(own - vendors.begin());
  for (std::size_t step = 1; step < vendors.size(); ++step) {
    const VendorMeaning& vendor = vendors[(start + step) % vendors.size()];
    if (vendor.vendor->overview.empty()) continue;
    // By its place among the words that were asked, so that not every answer has the same one.
    const auto& overview = vendor.vendor->overview;
    const std::string& named = overview[plan.measures.front().name.size() % overview.size()];
    const std::size_t dot = named.find('.');
    const catalog::Entry* entry = find_entry(vendor, named.substr(0, dot));
    const catalog::Measure* measure =
        entry == nullptr ? nullptr : find_measure(*entry, named.substr(dot + 1));
    if (measure == nullptr) continue;
    const bool dated =
        plan.period && !plan.period->text.empty() && plan.period->start < context.now;
    const std::string entry_name = entry->name;
    next.push_back({upper_first(label_of(*measure)) + (dated ? " " + plan.period->text : "") + "?",
                    false, [slug = vendor.vendor->slug, entry_name](const QueryPlan& read) {
                      return read.measures.size() == 1 && read.measures.front().vendor == slug &&
                             read.measures.front().entry == entry_name && read.filters.empty() &&
                             read.dimensions.empty();
                    }});
  }
  return next;
}

std::vector<std::string> nearest_questions(const PlannerContext& context,
                                           const std::vector<TextWord>& words, std::size_t count) {
  std::set<std::string> asked;
  for (const TextWord& word : words)
    if (!word.stop) asked.insert(word.stem);
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const VendorMeaning& vendor : context.connected)
    for (std::string& question : questions_of(vendor))
      if (const std::size_t shared = shared_stems(asked, question); shared > 0)
        ranked.emplace_back(shared, std::move(question));
  ranked = best_first(std::move(ranked), [](const auto& one) { return one.first; });
  std::vector<std::string> nearest;
  for (auto& [shared, question] : ranked)
    if (nearest.size() < count) nearest.push_back(std::move(question));
  for (std::string& question : suggest_questions(context, count + nearest.size())) {
    const bool told = std::find(nearest.begin(), nearest.end(), question) != nearest.end();
    if (!told && nearest.size() < count) nearest.push_back(std::move(question));
  }
  return nearest;
}

std::vector<std::string> suggest_questions(const PlannerContext& context, std::size_t count) {
  // One question of each vendor in turn, so that every source is seen.
  std::vector<std::vector<std::string>> by_vendor;
  for (const VendorMeaning& vendor : context.connected) {
    std::vector<std::string> own = questions_of(vendor);
    if (!own.empty()) by_vendor.push_back(std::move(own));
  }
  std::vector<std::string> suggestions;
  for (std::size_t round = 0; suggestions.size() < count; ++round) {
    const std::size_t before = suggestions.size();
    for (const auto& own : by_vendor)
      if (round < own.size() && suggestions.size() < count) suggestions.push_back(own[round]);
    if (suggestions.size() == before) break;
  }
  return suggestions;
}

}  // namespace sluice::analytics
