#include "analytics/reading/time_ahead.h"

#include "analytics/language/period.h"
#include "analytics/meaning/history.h"

#include <algorithm>

namespace sluice::analytics {

namespace {

[[nodiscard]] bool is_planned(const Grammar& grammar, const std::vector<TextWord>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const TextWord& word) { return grammar.is(WordList::ahead, word.text); });
}

}  // namespace

bool asks_for_forecast(const Grammar& grammar, const std::vector<TextWord>& words) {
  const bool planned = is_planned(grammar, words);
  for (std::size_t at = 0; at < words.size(); ++at) {
    // "How many will we merge in December", "are we going to merge": nobody knows; but "which
    // subscriptions will renew".
    const bool will = grammar.is(WordList::futures, words, at);
    const bool going = grammar.phrase_at(PhraseList::future_phrases, words, at) > 0;
    const bool ours = (will && grammar.is(WordList::ourselves_asking, words, at + 1)) ||
                      (going && at > 0 && grammar.is(WordList::ourselves_asking, words, at - 1));
    if ((will || going) && (!planned || ours)) return true;
    if (grammar.is(WordList::forecasts, words[at].text)) return true;
    if (grammar.phrase_at(PhraseList::forecast_phrases, words, at) > 0) return true;
  }
  return false;
}

bool names_future(const PlannerContext& context, const Grammar& grammar, std::string_view text) {
  if (is_planned(grammar, split_words(text))) return false;
  const auto periods = find_periods(text, {context.now, context.timezone, context.week_starts_on});
  return std::any_of(periods.begin(), periods.end(),
                     [](const FoundPeriod& period) { return period.future && !period.bare; });
}

namespace {

[[nodiscard]] bool has_grain(const Dimension& dimension) {
  return dimension.grain.has_value();
}

// Where the time begins that the plan needs, what it is compared with included.
[[nodiscard]] Instant first_of(const PlannerContext& context, const QueryPlan& plan) {
  const PeriodSpec period = plan.period.value_or(PeriodSpec());
  if (plan.comparison == Comparison::none) return period.start;
  const PeriodSpec other =
      plan.other_period
          ? *plan.other_period
          : comparison_period(period, plan.comparison,
                              {context.now, context.timezone, context.week_starts_on});
  return std::min(period.start, other.start);
}

}  // namespace

std::optional<std::string> missed_history(const PlannerContext& context, const QueryPlan& plan) {
  if (!plan.period || plan.period->open_start) return std::nullopt;
  auto history = history_of(Meaning(context.connected), plan, {context.now, context.timezone});
  if (!history) return std::nullopt;
  const Instant begins = context.timezone.start_of(history->first_day);
  // Of a series the buckets that are known are shown; a number over all of it would be too small.
  const bool series = std::ranges::any_of(plan.dimensions, &has_grain);
  const bool missed = plan.period->end <= begins;
  const bool cut = history->forgotten && !series && first_of(context, plan) < begins;
  if (!missed && !cut) return std::nullopt;
  return std::move(history->sentence);
}

}  // namespace sluice::analytics
