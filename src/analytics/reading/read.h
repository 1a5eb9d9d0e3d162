#pragma once
#include "analytics/reading/assemble.h"
#include "analytics/reading/features.h"
#include "analytics/reading/plan_outcome.h"
#include "analytics/reading/products.h"
#include "analytics/reading/vendor_choice.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::analytics {

// One way to understand a whole question.
struct Reading {
  MeasureSense counted;
  std::vector<std::size_t> counted_words;
  Parse parse;
  QueryPlan plan;
  double cost = 0;  // Less is better: the pieces' costs, what is taken for granted, words left out.
  std::string impossible;      // The wish that no plan can meet; empty: it has a plan.
  bool contradiction = false;  // Of `impossible`: no row is all that was asked at once.
  // Complete ones of the same words, with a part of another vendor that is as likely meant; and the
  // part in which this one and they differ.
  std::vector<Reading> others;
  std::optional<VendorPart> part;
  [[nodiscard]] bool is_complete() const { return impossible.empty() && parse.unexplained.empty(); }
};

// All readings of the question, complete ones first, each group best first.
[[nodiscard]] std::vector<Reading> read_question(const Scene& scene);

// A value that a field does not have, though all of its values are known; or that answers have not
// shown in it, where they showed others.
struct MissingValue {
  std::string word;                // As it was written.
  std::string field;               // Its label.
  std::string vendor;              // The name of who holds it.
  std::vector<std::string> known;  // Some of its values, as people say them.
  bool all_known = true;           // Else the vendor may have more than answers have shown.
};

// Why there is no reading of the whole question.
struct NotRead {
  std::vector<std::string> unknown;  // Words that nothing explains, as they were written.
  std::string impossible;            // Else: the wish that no plan can meet.
  bool contradiction = false;        // Of `impossible`: no row is all that was asked at once.
  // Questions that leave out little of what was asked, best first: offered, never answered.
  std::vector<Option> near{};
  std::vector<Option> respelt{};   // With the words spelled that may be meant, each answerable.
  std::vector<Option> measured{};  // A form without its measure: with one, each answerable.
  std::optional<NamedProduct> product{};  // Not connected, and named in the question.
  std::optional<MissingValue> value{};    // What the one unknown word was meant as.
  std::vector<std::string> questions{};   // Two or more, each of which could be answered.
  std::vector<SoughtNames> sought{};      // Best first.
};

// The grammar engine: reads, weighs and decides. Without a complete reading it says what was in the
// way; the refusal is made by whoever asks it. `before` is the plan of the question that this one
// follows, or null: a part of a question is read as an edit of it, a whole question starts anew.
[[nodiscard]] std::expected<PlanOutcome, NotRead> plan_by_grammar(
    const PlannerContext& context, std::string_view question, const QueryPlan* before = nullptr);

// What the reading that would answer the question goes by; nothing where none would. For `explain`
// and for the fit of the weights.
[[nodiscard]] std::optional<Features> features_of_answer(const PlannerContext& context,
                                                         std::string_view question);

// The plans of the best readings that are as good as each other, best first; none where the
// question has no complete reading.
[[nodiscard]] std::vector<QueryPlan> near_plans(const PlannerContext& context,
                                                std::string_view question);

}  // namespace sluice::analytics
