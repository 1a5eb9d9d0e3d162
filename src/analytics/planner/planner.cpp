#include "analytics/planner/planner.h"

#include "analytics/meaning/history.h"
#include "analytics/planner/follow_up.h"
#include "analytics/planner/not_answered.h"
#include "analytics/planner/planner_text.h"
#include "analytics/planner/refuse.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t options_max = 4;
// Two readings closer than this that count different things are asked back.
constexpr double clear_margin = 0.045;

[[nodiscard]] bool is_good(const Draft& draft) {
  return !draft.failed && draft.plan.confidence >= confidence_min &&
         draft.score >= confidence_min - 0.2;
}

// "Won deals and new customers" may be read from either end: the same numbers.
[[nodiscard]] bool counts_the_same(const Draft& a, const Draft& b) {
  return a.plan.measures.size() == b.plan.measures.size() &&
         std::is_permutation(a.plan.measures.begin(), a.plan.measures.end(),
                             b.plan.measures.begin());
}

// Rivals of the best reading that would count something else, in another vendor.
[[nodiscard]] std::vector<const Draft*> rivals(const std::vector<Draft>& drafts) {
  std::vector<const Draft*> close{&drafts.front()};
  const auto is_near = [&](const Draft& draft) {
    return drafts.front().score - draft.score < clear_margin && is_good(draft);
  };
  // A vendor one of whose readings counts the same is no rival.
  const auto agrees = [&](std::size_t vendor) {
    return std::any_of(drafts.begin(), drafts.end(), [&](const Draft& draft) {
      return draft.candidate.vendor == vendor && is_near(draft) &&
             counts_the_same(drafts.front(), draft);
    });
  };
  for (const Draft& draft : drafts) {
    if (!is_near(draft) || close.size() == options_max) continue;
    const bool told = std::any_of(close.begin(), close.end(), [&](const Draft* other) {
      return other->candidate.vendor == draft.candidate.vendor;
    });
    if (!told && !agrees(draft.candidate.vendor)) close.push_back(&draft);
  }
  return close;
}

[[nodiscard]] Clarification ask_back(const Desk& desk, const std::vector<const Draft*>& close) {
  Clarification asked;
  std::vector<std::string> labels;
  for (const Draft* draft : close) {
    asked.options.push_back({reading_label(desk, *draft), reading_question(desk, *draft)});
    labels.push_back(asked.options.back().label);
  }
  asked.text = "Which one do you mean: " + join_names(labels) + "?";
  return asked;
}

// A time to come: only where the data hold plans; and then its whole length.
[[nodiscard]] bool reaches_ahead(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  if (shape.periods.empty() || !draft.plan.period) return true;
  const FoundPeriod& asked = shape.periods.front();
  const bool planned = asks_for_planned(desk.question.words);
  if (!asked.future && !(asked.partial && planned)) return true;
  if (!planned) return false;
  const bool due =
      std::any_of(desk.question.words.begin(), desk.question.words.end(), [](const TextWord& word) {
        return word.text == "due" || word.text.starts_with("renew") ||
               word.text.starts_with("expir") || word.text == "upcoming" ||
               word.text == "expected" || word.text == "closing";
      });
  if (asked.partial && !due) return true;
  draft.plan.period->end = desk.context.timezone.start_of(asked.full_end);
  draft.plan.period->partial = false;
  return true;
}

// The history of the vendor's records, when all of the asked time lies before it.
[[nodiscard]] std::optional<History> missed_history(const Desk& desk, const Draft& draft) {
  if (!draft.plan.period || draft.plan.period->open_start) return std::nullopt;
  auto history = history_of(desk.lexicon.vendors()[draft.candidate.vendor].vendor->name,
                            *draft.candidate.entry);
  if (!history) return std::nullopt;
  const Instant begins = desk.context.timezone.start_of(history->first_day);
  return draft.plan.period->end <= begins ? history : std::nullopt;
}

[[nodiscard]] PlanOutcome finish(const Desk& desk, Draft draft) {
  const auto& words = desk.question.words;
  if (asks_for_forecast(words) || !reaches_ahead(desk, draft))
    return refuse(desk.context, words, RefusalReason::forecast,
                  "That lies in the future. Sluice shows what has happened and makes no "
                  "forecasts; ask for the history up to today instead.");
  if (const auto history = missed_history(desk, draft))
    return refuse(desk.context, words, RefusalReason::outside_data_range, history->sentence);
  PlannedQuestion planned;
  planned.suggestions = next_questions(desk, draft);
  note_assumptions(desk, draft);
  planned.plan = std::move(draft.plan);
  return planned;
}

[[nodiscard]] std::optional<Draft> follow_up(const Desk& desk, const std::vector<Draft>& drafts,
                                             const QueryPlan& previous) {
  const bool leans = leans_on_previous(desk.question);
  auto refined = refine_previous(desk, previous);
  constexpr double sure = 0.8;
  const bool alone =
      !drafts.empty() && is_good(drafts.front()) && !drafts.front().candidate.by_value;
  // What only names a group, a value or a time of the plan before refines it.
  const bool says_slot = refined && !refined->failed && refined->plan.unused_words.empty();
  const bool measure_named =
      alone && !drafts.front().candidate.words.empty() && drafts.front().plan.confidence >= sure;
  if (says_slot && (leans || !measure_named)) {
    refined->plan.confidence = 1;
    return refined;
  }
  if (!alone) return std::nullopt;
  // Among equally good measures, one of the source asked before.
  const Draft* chosen = &drafts.front();
  const std::string vendor = !previous.measures.empty()  ? previous.measures.front().vendor
                             : !previous.columns.empty() ? previous.columns.front().vendor
                                                         : std::string();
  constexpr double margin = 0.15;
  for (const Draft& draft : drafts) {
    const bool same = desk.lexicon.vendors()[draft.candidate.vendor].vendor->slug == vendor;
    if (same && is_good(draft) && drafts.front().score - draft.score < margin) {
      chosen = &draft;
      break;
    }
  }
  Draft draft = *chosen;
  if (leans) inherit_slots(desk, draft, previous);
  return draft;
}

}  // namespace

std::string_view to_text(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::no_data_source: return "no_data_source";
    case RefusalReason::vendor_lacks_data: return "vendor_lacks_data";
    case RefusalReason::outside_data_range: return "outside_data_range";
    case RefusalReason::forecast: return "forecast";
    case RefusalReason::write_request: return "write_request";
    case RefusalReason::not_understood: return "not_understood";
  }
  return "not_understood";
}

PlanOutcome plan_question(const PlannerContext& context, std::string_view question,
                          const QueryPlan* previous) {
  ReadQuestion read;
  read.text = std::string(question.substr(0, question_bytes_max));
  read.words = split_words(read.text);
  const bool has_words = std::any_of(read.words.begin(), read.words.end(),
                                     [](const TextWord& word) { return !word.sign; });
  if (!has_words || question.size() > question_bytes_max)
    return refuse(context, {}, RefusalReason::not_understood,
                  has_words ? "The question is longer than 2,000 characters."
                            : "Ask a question about your data.");
  if (is_other_language(read.text, read.words))
    return refuse(context, read.words, RefusalReason::not_understood, "Please ask in English.");
  if (is_write_request(read.words))
    return refuse(context, read.words, RefusalReason::write_request,
                  "Sluice only reads: it cannot change anything at a vendor.");
  read.shape =
      read_shape(read.text, read.words, {context.now, context.timezone, context.week_starts_on});
  const Lexicon lexicon(context.connected, context.lexicon);
  std::vector<bool> fixed = masked_words(read);
  if (read.shape.aggregate_word) fixed[*read.shape.aggregate_word] = true;
  lexicon.correct(read.words, fixed);
  read.matches = lexicon.find(read.words, masked_words(read));
  const Desk desk{context, lexicon, read};
  const std::vector<Draft> drafts = make_drafts(desk);
  if (const auto product = absent_product(context, read)) {
    const auto known = std::find_if(
        context.catalog.begin(), context.catalog.end(),
        [&](const VendorMeaning& vendor) { return vendor.vendor->slug == product->slug; });
    const bool renewable = known != context.catalog.end() && known->needs_reconnect;
    Refusal refusal = refuse(
        context, read.words, RefusalReason::no_data_source,
        product->name + (renewable ? " has to be reconnected: press Reconnect in Settings, Data "
                                     "Sources, and ask again."
                                   : " is not connected."));
    if (!product->slug.empty()) refusal.vendors.push_back(product->slug);
    return refusal;
  }
  if (previous != nullptr) {
    if (auto draft = follow_up(desk, drafts, *previous)) return finish(desk, std::move(*draft));
  }
  if (auto refusal = lacking(desk, drafts)) return *std::move(refusal);
  if (drafts.empty() || !is_good(drafts.front())) return not_answered(desk, drafts);
  if (const Draft* meant = meant_but_impossible(drafts)) return not_answered(desk, {*meant});
  const auto close = rivals(drafts);
  if (close.size() > 1) return ask_back(desk, close);
  return finish(desk, drafts.front());
}

}  // namespace sluice::analytics
