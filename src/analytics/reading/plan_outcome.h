#pragma once
#include "analytics/meaning/lexicon.h"
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/time_zone.h"
#include "catalog/semantics.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::analytics {

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
  // The organization's own values over `connected` (own_values.h); null: none are known.
  std::shared_ptr<const LexiconIndex> own = nullptr;
};

// What a question counts without the words that nothing explains. Those may be names that the rows
// which it counts hold ("spend on meals"): whoever may read rows looks there.
struct SoughtNames {
  QueryPlan plan;
  std::vector<std::string> words;  // As they were written, in the order of the text.
};
inline constexpr std::size_t sought_names_max = 2;  // Readings.
inline constexpr std::size_t sought_words_max = 3;  // Of each.

struct Option {
  std::string label;     // Short, for a button.
  std::string question;  // A full question that no longer needs asking back.
};

// Two readings are close and differ in what would be counted: the user chooses.
struct Clarification {
  std::string text;
  std::vector<Option> options;  // 2 to 4; fewer where words were not understood.
  bool examples = false;        // Nothing was asked yet: the options show what can be.
  std::vector<SoughtNames> sought = {};
};

enum class RefusalReason {
  no_data_source,
  vendor_lacks_data,
  outside_data_range,
  forecast,
  write_request,
  unknown_words,    // Words that nothing explains; the text names them.
  value_not_found,  // No such value of a field whose values are all known.
  two_questions,    // Each could be answered alone: they are the suggestions.
  not_understood,
};
inline constexpr std::array refusal_reasons{
    RefusalReason::no_data_source,     RefusalReason::vendor_lacks_data,
    RefusalReason::outside_data_range, RefusalReason::forecast,
    RefusalReason::write_request,      RefusalReason::unknown_words,
    RefusalReason::value_not_found,    RefusalReason::two_questions,
    RefusalReason::not_understood};
[[nodiscard]] std::string_view to_text(RefusalReason reason);  // "no_data_source"

struct Refusal {
  RefusalReason reason = RefusalReason::not_understood;
  std::string text;                      // What to tell the user, ready to show.
  std::vector<std::string> suggestions;  // Questions that would be answered.
  std::vector<std::string> vendors;      // no_data_source: slugs that could provide it.
  std::vector<SoughtNames> sought = {};
};

struct PlannedQuestion {
  QueryPlan plan;
};

using PlanOutcome = std::variant<PlannedQuestion, Clarification, Refusal>;

// Longest question text that is read at all, in characters (bytes of UTF-8).
inline constexpr std::size_t question_bytes_max = 2'000;
// Under this confidence nothing is guessed.
inline constexpr double confidence_min = 0.5;

}  // namespace sluice::analytics
