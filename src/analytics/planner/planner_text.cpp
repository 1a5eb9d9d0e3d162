#include "analytics/planner/planner_text.h"

#include "analytics/language/best_first.h"
#include "base/text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string measure_label(const Candidate& candidate) {
  if (candidate.measure != nullptr) return candidate.measure->label;
  const std::size_t colon = candidate.name.find(':');
  if (colon == std::string::npos) return candidate.entry->label;
  const auto* field = find_field(*candidate.entry, candidate.name.substr(colon + 1));
  return field == nullptr ? candidate.entry->label : field->label;
}

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

std::string reading_label(const Desk& desk, const Draft& draft) {
  return measure_label(draft.candidate) + " (" +
         desk.lexicon.vendors()[draft.candidate.vendor].vendor->name + ")";
}

std::string reading_question(const Desk& desk, const Draft& draft) {
  std::string text = desk.question.text;
  while (!text.empty() && (text.back() == '?' || text.back() == '.' || text.back() == ' '))
    text.pop_back();
  // The measure's own name in the place of what was said, when it was said in one piece.
  const auto& words = draft.candidate.words;
  const bool contiguous = !words.empty() && words.back() - words.front() + 1 == words.size();
  if (contiguous && draft.candidate.measure != nullptr) {
    const TextWord& first = desk.question.words[words.front()];
    const TextWord& last = desk.question.words[words.back()];
    text = desk.question.text.substr(0, first.offset) +
           inside_question(draft.candidate.measure->label) +
           text.substr(std::min(text.size(), last.offset + last.length));
  }
  return text + " in " + desk.lexicon.vendors()[draft.candidate.vendor].vendor->name + "?";
}

std::vector<std::string> next_questions(const Desk& desk, const Draft& draft) {
  constexpr std::size_t most = 3;
  std::vector<std::string> next;
  const QueryPlan& plan = draft.plan;
  const auto uses = [&](const catalog::Field& field) {
    return std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                       [&](const Dimension& d) { return d.field.name == field.name; });
  };
  for (const catalog::Field& field : draft.candidate.entry->fields) {
    const bool groups =
        field.role == "dimension" && field.type == "text" && !uses(field) && !field.values.empty();
    if (!groups || next.size() + 1 >= most) continue;
    next.push_back("And by " + inside_question(field.label) + "?");
  }
  const bool has_time = std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                                    [](const Dimension& d) { return d.grain.has_value(); });
  const bool timed = !time_field(draft.candidate).empty();
  if (timed && !has_time && plan.frame != Frame::list) next.emplace_back("And per month?");
  if (plan.period && plan.comparison == Comparison::none && next.size() < most)
    next.emplace_back("And for the period before?");
  static_cast<void>(desk);
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
        ranked.emplace_back(shared_stems(asked, question), question);
    }
  }
  ranked = best_first(std::move(ranked), [](const auto& one) { return one.first; });
  std::vector<std::string> nearest;
  for (auto& [shared, question] : ranked) {
    if (nearest.size() == count) break;
    nearest.push_back(std::move(question));
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
