#include "analytics/reading/suggestions.h"

#include "analytics/language/best_first.h"
#include "base/text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sluice::analytics {
namespace {

// An acronym keeps its capitals.
[[nodiscard]] std::string inside_question(const std::string& text) {
  return text.size() > 1 && is_upper(text[1]) ? text : lower_first(text);
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

std::vector<std::string> next_questions(const MeasureSense& counted, const QueryPlan& plan) {
  constexpr std::size_t most = 3;
  std::vector<std::string> next;
  const auto uses = [&](const catalog::Field& field) {
    return std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                       [&](const Dimension& d) { return d.field.name == field.name; });
  };
  for (const catalog::Field& field : counted.entry->fields) {
    const bool groups =
        field.role == "dimension" && field.type == "text" && !uses(field) && !field.values.empty();
    if (!groups || next.size() + 1 >= most) continue;
    next.push_back("And by " + inside_question(field.label) + "?");
  }
  const bool has_time = std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                                    [](const Dimension& d) { return d.grain.has_value(); });
  if (!time_field_of(counted).empty() && !has_time && plan.frame != Frame::list)
    next.emplace_back("And per month?");
  if (plan.period && plan.comparison == Comparison::none && next.size() < most)
    next.emplace_back("And for the period before?");
  return next;
}

std::vector<std::string> nearest_questions(const PlannerContext& context,
                                           const std::vector<TextWord>& words, std::size_t count) {
  std::set<std::string> asked;
  for (const TextWord& word : words)
    if (!word.stop) asked.insert(word.stem);
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const VendorMeaning& vendor : context.connected) {
    for (const catalog::Entry& entry : vendor.vendor->entries) {
      for (const std::string& question : entry.questions)
        if (const std::size_t shared = shared_stems(asked, question); shared > 0)
          ranked.emplace_back(shared, question);
    }
  }
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
    std::vector<std::string> own;
    for (const catalog::Entry& entry : vendor.vendor->entries)
      own.insert(own.end(), entry.questions.begin(), entry.questions.end());
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
