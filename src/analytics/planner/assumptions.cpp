#include "analytics/meaning/labels.h"
#include "analytics/meaning/meaning.h"
#include "analytics/planner/draft.h"

#include <algorithm>

// What a question leaves open and the plan decides: nobody may take it for what was asked.
namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_assumed(const Draft& draft, std::string_view about) {
  return std::any_of(draft.plan.assumptions.begin(), draft.plan.assumptions.end(),
                     [&](const Assumption& assumption) { return assumption.about == about; });
}

// Only the rows' noun was said, be it that of the entry or that of the measure which counts them.
[[nodiscard]] bool names_rows_alone(const Desk& desk, const Candidate& candidate) {
  if (candidate.counted_rows) return true;
  const bool counts =
      candidate.measure != nullptr && candidate.measure->aggregation == catalog::Aggregation::count;
  return counts && std::any_of(desk.question.matches.begin(), desk.question.matches.end(),
                               [&](const Match& match) {
                                 return match.term->kind == Term::Kind::entry &&
                                        match.term->entry == candidate.entry &&
                                        match.words == candidate.words;
                               });
}

// "Deals by owner": how many were created, though it might have been what they are worth.
void assume_count(const Desk& desk, Draft& draft) {
  const Candidate& candidate = draft.candidate;
  const bool other = desk.question.shape.count || draft.plan.frame == Frame::list;
  if (candidate.entry == nullptr || other || !names_rows_alone(desk, candidate)) return;
  const std::string what =
      candidate.measure == nullptr ? candidate.entry->label : label_of(*candidate.measure);
  draft.plan.assumptions.push_back(
      {"measure", "the number of " + inside_sentence(what) + ", because no measure was named"});
}

}  // namespace

void assume_period(Draft& draft, std::string_view period) {
  draft.plan.assumptions.push_back(
      {"period", "the " + std::string(period) + ", because no period was named"});
}

void note_assumptions(const Desk& desk, Draft& draft) {
  assume_count(desk, draft);
  const QuestionShape& shape = desk.question.shape;
  const bool open = !draft.plan.period && !shape.all_time && !shape.at_present &&
                    shape.periods.empty() && !draft.plan.measures.empty();
  const bool dated = draft.candidate.entry != nullptr && !time_field(draft.candidate).empty();
  if (open && dated && !counts_a_state(draft.candidate) && !is_assumed(draft, "period"))
    draft.plan.assumptions.push_back({"period", "all records, because no period was named"});
}

}  // namespace sluice::analytics
