#pragma once
#include "analytics/meaning/lexicon.h"
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/time_zone.h"
#include "catalog/semantics.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::analytics {

// Who reads a question: the planner of rules in code, which goes when the grammar reads follow-ups
// as well, or the grammar (analytics/reading).
enum class PlannerEngine { rules, grammar };

// Everything one question is planned against. Plain data: planning does no input or output.
struct PlannerContext {
  std::vector<VendorMeaning> connected;  // Only these can answer.
  std::vector<VendorMeaning> catalog;    // All vendors, to name who could provide what is missing.
  Instant now;                           // The business clock.
  TimeZone timezone;                     // Reports are in this zone.
  std::string currency = "usd";          // Amounts are reported in it (ISO 4217, lower case).
  WeekStart week_starts_on = WeekStart::monday;
  // Of `connected`, kept between questions; null: it is built for this one.
  std::shared_ptr<const LexiconIndex> lexicon = nullptr;
};

struct Option {
  std::string label;     // Short, for a button.
  std::string question;  // A full question that no longer needs asking back.
};

// Two readings are close and differ in what would be counted: the user chooses.
struct Clarification {
  std::string text;
  std::vector<Option> options;  // 2 to 4.
};

enum class RefusalReason {
  no_data_source,
  vendor_lacks_data,
  outside_data_range,
  forecast,
  write_request,
  not_understood,
};
[[nodiscard]] std::string_view to_text(RefusalReason reason);  // "no_data_source"

struct Refusal {
  RefusalReason reason = RefusalReason::not_understood;
  std::string text;                      // What to tell the user, ready to show.
  std::vector<std::string> suggestions;  // Questions that would be answered.
  std::vector<std::string> vendors;      // no_data_source: slugs that could provide it.
};

struct PlannedQuestion {
  QueryPlan plan;
  std::vector<std::string> suggestions;  // What to ask next.
};

using PlanOutcome = std::variant<PlannedQuestion, Clarification, Refusal>;

// Longest question text that is read at all, in characters (bytes of UTF-8).
inline constexpr std::size_t question_bytes_max = 2'000;
// Under this confidence nothing is guessed.
inline constexpr double confidence_min = 0.5;

// The built-in planner: rules only, deterministic, synchronous, well under 50 ms. `previous` is
// the plan of the question before, for follow-ups; may be null. Names of measures in the plan may
// be ad hoc: see query_plan.h.
[[nodiscard]] PlanOutcome plan_question(const PlannerContext& context, std::string_view question,
                                        const QueryPlan* previous = nullptr);

// Questions that the connected vendors can answer, for an empty box; at most `count`.
[[nodiscard]] std::vector<std::string> suggest_questions(const PlannerContext& context,
                                                         std::size_t count);

}  // namespace sluice::analytics
