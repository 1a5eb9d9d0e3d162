#pragma once
#include "analytics/meaning/lexicon.h"
#include "analytics/meaning/reach.h"
#include "analytics/meaning/row_facts.h"
#include "analytics/planner/question_shape.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::analytics {

// One question, read once: its words, what it asks for, and all terms found in it.
struct ReadQuestion {
  std::string text;
  std::vector<TextWord> words;
  QuestionShape shape;
  std::vector<Match> matches;
};

// What the plan counts, before anything else is placed.
struct Candidate {
  std::size_t vendor = 0;
  const catalog::Entry* entry = nullptr;
  const catalog::Measure* measure = nullptr;  // Null: ad hoc, see `name`.
  std::string name;                           // Of the measure in the plan.
  std::vector<std::size_t> words;             // That said so; may be empty.
  bool exact = true;
  bool by_value = false;      // Only a value named the entry ("bugs").
  bool counted_rows = false;  // No measure was named: the entry's rows are counted.
  bool open_event = false;    // Nothing named it: the left-over words are looked for among events.
  double bonus = 0;
};

// One way to understand the whole question.
struct Draft {
  QueryPlan plan;
  Candidate candidate;
  std::vector<bool> covered;  // Words that the plan accounts for.
  double penalty = 0;
  double score = 0;
  bool failed = false;  // An explicit wish cannot be met: "by X" without such an X.
  std::string failure;  // The words of that wish.
  bool ranked_subject_plural = false;
};

// What placing needs to see; all by reference, for one question.
struct Desk {
  const PlannerContext& context;
  const Lexicon& lexicon;
  const ReadQuestion& question;
};

// Words that no name is looked for in. "per", "by" and "without" stay open: a measure may be called
// "average revenue per customer", "closed without merging".
[[nodiscard]] std::vector<bool> masked_words(const ReadQuestion& question);

[[nodiscard]] Reference reference(const Desk& desk, std::size_t vendor, const catalog::Entry& entry,
                                  std::string name);

// All things that the question may be counting, best first.
[[nodiscard]] std::vector<Candidate> find_candidates(const Desk& desk);

// Builds the plan around one candidate and scores it.
[[nodiscard]] Draft make_draft(const Desk& desk, const Candidate& candidate);
// One draft around each candidate, best first.
[[nodiscard]] std::vector<Draft> make_drafts(const Desk& desk);

// The steps of it, by file.
void place_groups(const Desk& desk, Draft& draft, const Reach& reach);
void place_subject(const Desk& desk, Draft& draft, const Reach& reach);
// A group that no "by" announces: "cancellation reasons in 2026".
void place_leftover_group(const Desk& desk, Draft& draft, const Reach& reach);
void place_values(const Desk& desk, Draft& draft, const Reach& reach);
void place_names(const Desk& desk, Draft& draft, const Reach& reach);
void place_bounds(const Desk& desk, Draft& draft, const Reach& reach);
void place_second_measure(const Desk& desk, Draft& draft, const Reach& reach);
void place_restriction(const Desk& desk, Draft& draft, const Reach& reach);
void place_time(const Desk& desk, Draft& draft);
// "dashboards viewed": an event that the customer named; its words are looked for in the names.
void place_open_event(const Desk& desk, Draft& draft);
void place_list(const Desk& desk, Draft& draft, const Reach& reach);
void choose_frame(const Desk& desk, Draft& draft);
// Fails a draft that leaves out what the question asks to be done with its numbers.
void require_operators(const Desk& desk, Draft& draft);
void score_draft(const Desk& desk, Draft& draft);

// "the last 30 days, because no period was named".
void assume_period(Draft& draft, std::string_view period);
// What the plan takes for granted and the question did not say.
void note_assumptions(const Desk& desk, Draft& draft);

// What customers are ranked by where nobody says by what: the first of MRR, revenue and the like
// that can be joined to them.
[[nodiscard]] std::optional<Reference> money_of(const Desk& desk, const catalog::Entry& ranked);

struct FoundDimension {
  std::size_t vendor = 0;
  const catalog::Entry* entry = nullptr;
  const catalog::Field* field = nullptr;
  std::vector<std::size_t> words;
  int distance = 0;
};
// The dimension that a noun phrase names, beginning at the word: the last noun counts ("the
// customer's plan" is a plan).
[[nodiscard]] std::optional<FoundDimension> dimension_at(const Desk& desk, const Draft& draft,
                                                         const Reach& reach, std::size_t at);
// A condition; values of one field and sense are gathered in one filter.
void add_filter(Draft& draft, const Reference& field, bool negated, const Json& value);
// Whether a word like "not" or "without" stands shortly before.
[[nodiscard]] bool is_negated(const Desk& desk, std::size_t first);
// The field by which a person is named in the entry ("who").
[[nodiscard]] std::optional<FoundDimension> person_dimension(const Desk& desk, const Draft& draft,
                                                             const Reach& reach);
void add_dimension(const Desk& desk, Draft& draft, const FoundDimension& found);
void cover(Draft& draft, const std::vector<std::size_t>& words);
[[nodiscard]] bool is_covered(const Draft& draft, const std::vector<std::size_t>& words);
// The measure's own time field, or its entry's: nothing for a current state.
[[nodiscard]] std::string time_field(const Candidate& candidate);
// Whether a state is counted ("MRR", "ARR"): at an instant, not over a stretch.
[[nodiscard]] bool counts_a_state(const Candidate& candidate);

}  // namespace sluice::analytics
