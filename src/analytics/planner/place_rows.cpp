#include "analytics/planner/draft.h"

#include <algorithm>

// Answers that are rows: lists, ranked rows, the next or the latest one; and events that only the
// customer's own names know.
namespace sluice::analytics {
namespace {

using catalog::Aggregation;

[[nodiscard]] bool counts_rows(const Candidate& candidate) {
  if (candidate.measure == nullptr) return candidate.name == "count";
  return candidate.measure->aggregation == Aggregation::count ||
         candidate.measure->aggregation == Aggregation::snapshot_count;
}

// The name of a field right at the word, or behind "the" and "their".
[[nodiscard]] bool names_a_field(const Desk& desk, std::size_t at) {
  const auto& words = desk.question.words;
  while (word_is(words, at, {"the", "their", "its", "each"}))
    ++at;
  return std::any_of(desk.question.matches.begin(), desk.question.matches.end(),
                     [at](const Match& match) {
                       return match.term->kind == Term::Kind::field && match.first() == at;
                     });
}

// "which open PRs are still drafts": grouped by its own name, each row is a group.
[[nodiscard]] bool names_the_rows(const Desk& desk, const Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const catalog::Entry& entry = *draft.candidate.entry;
  if (!shape.subject || shape.superlative || draft.plan.dimensions.size() != 1) return false;
  const Reference& by = draft.plan.dimensions.front().field;
  const catalog::Field* field = find_field(entry, by.name);
  return by.entry == entry.name && field != nullptr &&
         (field->role == "key" || field->name == entry.name_field);
}

// "deals in contract sent, with their value": what is to be shown of each.
[[nodiscard]] bool asks_for_columns(const Desk& desk) {
  const auto& words = desk.question.words;
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (word_is(words, i, {"with"}) && names_a_field(desk, i + 1)) return true;
  return false;
}

[[nodiscard]] bool asks_for_rows(const Desk& desk, const Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const auto& words = desk.question.words;
  if (shape.count || shape.share || shape.trend || shape.amount) return false;
  if (!draft.plan.having.empty()) return false;
  if (!draft.plan.dimensions.empty() && !names_the_rows(desk, draft)) return false;
  if (draft.candidate.entry->list_fields.empty()) return false;
  if (shape.row_rank_word) return true;
  if (!counts_rows(draft.candidate)) return false;
  if (shape.aggregate != AdHocAggregate::none || shape.change || shape.versus) return false;
  if (draft.plan.measures.size() > 1 || shape.comparison != Comparison::none) return false;
  if (shape.list) return true;
  if (shape.subject) return true;  // "which deals ...": no group was found for it.
  if (word_is(words, 0, {"show", "display", "find", "get", "see"})) return true;
  const bool when = std::any_of(words.begin(), words.end(),
                                [](const TextWord& word) { return word.text == "when"; });
  if (when || asks_for_columns(desk)) return true;
  return std::any_of(shape.bounds.begin(), shape.bounds.end(),
                     [](const Bound& bound) { return bound.age; });
}

// The number that rows are ranked by: money first.
[[nodiscard]] const catalog::Field* ranking_field(const catalog::Entry& entry) {
  const catalog::Field* best = nullptr;
  for (const catalog::Field& field : entry.fields) {
    const bool number = field.type == "money" || field.type == "integer" || field.type == "decimal";
    if (!number || field.role != "measure") continue;
    if (field.type == "money") return &field;
    if (best == nullptr) best = &field;
  }
  return best;
}

// The sum of that number over the same rows as the candidate counts.
[[nodiscard]] std::string ranking_measure(const Candidate& candidate, const catalog::Field& field) {
  const std::string value = (field.additive ? "sum:" : "max:") + field.name;
  if (candidate.measure == nullptr || candidate.measure->filter.empty()) return value;
  for (const catalog::Measure& measure : candidate.entry->measures)
    if (measure.aggregation == Aggregation::sum && measure.expression == field.name &&
        measure.filter == candidate.measure->filter)
      return measure.name;
  return {};
}

void add_column(const Desk& desk, Draft& draft, const std::string& name) {
  const std::size_t dot = name.find('.');
  const Candidate& candidate = draft.candidate;
  Reference column = reference(desk, candidate.vendor, *candidate.entry, name);
  if (dot != std::string::npos) {
    const auto* other = find_entry(desk.lexicon.vendors()[candidate.vendor], name.substr(0, dot));
    if (other != nullptr) column = reference(desk, candidate.vendor, *other, name.substr(dot + 1));
  }
  auto& columns = draft.plan.columns;
  if (std::find(columns.begin(), columns.end(), column) == columns.end())
    columns.push_back(std::move(column));
}

[[nodiscard]] bool is_plural(std::string_view text) {
  return text.size() > 3 && text.ends_with("s") && !text.ends_with("ss");
}

void rank_rows_by_time(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const Candidate& candidate = draft.candidate;
  const bool plural =
      !candidate.words.empty() && is_plural(desk.question.words[candidate.words.back()].text);
  constexpr std::size_t several = 5;
  draft.plan.limit = shape.limit.value_or(plural ? several : 1);
  draft.plan.order = OrderBy{false, shape.newest};
  if (!shape.next_row) return;
  const catalog::Field* ahead = time_ahead(*candidate.entry);
  if (ahead == nullptr) return;
  const Reference field = reference(desk, candidate.vendor, *candidate.entry, ahead->name);
  draft.plan.time = field;
  const LocalDay today = desk.context.timezone.day_of(desk.context.now);
  PeriodSpec period;
  period.start = desk.context.timezone.start_of(today);
  constexpr int ahead_days = 366;
  period.end = desk.context.timezone.start_of(today + std::chrono::days(ahead_days));
  draft.plan.period = period;
}

// "largest payout": the measure adds money up, and the largest single amount is asked.
void take_extreme(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const Candidate& candidate = draft.candidate;
  const catalog::Measure* measure = candidate.measure;
  const std::optional<std::size_t>& rank = shape.superlative_word;
  const bool single = shape.superlative && !shape.superlative_grain && !shape.limit &&
                      draft.plan.dimensions.empty() && measure != nullptr &&
                      measure->aggregation == Aggregation::sum && measure->filter.empty();
  if (!single || find_field(*candidate.entry, measure->expression) == nullptr) return;
  const auto& words = candidate.words;
  const bool beside = rank && !words.empty() && words.front() > *rank && words.front() - *rank <= 2;
  if (!beside) return;
  draft.plan.measures.front().name = (shape.lowest ? "min:" : "max:") + measure->expression;
}

// "top 3 committers": the measure counts people, and the people are asked, by what they did.
[[nodiscard]] bool rank_counted(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const Candidate& candidate = draft.candidate;
  const catalog::Measure* measure = candidate.measure;
  const std::optional<std::size_t>& rank = shape.superlative_word;
  const bool counted = shape.superlative && !shape.superlative_grain && measure != nullptr &&
                       draft.plan.dimensions.empty() && draft.plan.measures.size() == 1 &&
                       measure->aggregation == Aggregation::count_distinct;
  if (!counted || candidate.words.empty()) return false;
  const std::size_t first = candidate.words.front();
  const bool beside = rank && first > *rank && first - *rank <= 2;
  const catalog::Field* key = find_field(*candidate.entry, measure->key);
  if (!beside || key == nullptr || key->role == "hidden" || key->role == "key") return false;
  std::string rows = "count";
  for (const catalog::Measure& one : candidate.entry->measures)
    if (one.aggregation == Aggregation::count && one.filter == measure->filter) {
      rows = one.name;
      break;
    }
  draft.plan.measures = {reference(desk, candidate.vendor, *candidate.entry, rows)};
  draft.plan.dimensions.push_back(
      {reference(desk, candidate.vendor, *candidate.entry, key->name), {}});
  draft.ranked_subject_plural = is_plural(desk.question.words[candidate.words.back()].text);
  return true;
}

// "our biggest customer": the rows hold no amount, and what they pay stands elsewhere.
[[nodiscard]] bool rank_by_money(const Desk& desk, Draft& draft) {
  const Candidate& candidate = draft.candidate;
  const std::optional<std::size_t>& rank = desk.question.shape.superlative_word;
  // "top customers", "top 5 customers".
  const std::size_t noun = rank.value_or(0) + (desk.question.shape.limit ? 2 : 1);
  if (!rank || candidate.words.empty() || candidate.words.front() <= *rank ||
      candidate.words.front() > noun)
    return false;
  const auto by = money_of(desk, *candidate.entry);
  if (!by) return false;
  draft.plan.measures = {*by};
  draft.plan.dimensions.push_back(
      {reference(desk, candidate.vendor, *candidate.entry, candidate.entry->name_field), {}});
  draft.ranked_subject_plural = is_plural(desk.question.words[candidate.words.back()].text);
  return true;
}

// "top 3 events": the word names the rows' group as well as their number, and the groups are asked.
[[nodiscard]] bool rank_groups(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const Candidate& candidate = draft.candidate;
  const bool all_rows = candidate.measure != nullptr && candidate.measure->filter.empty() &&
                        (candidate.measure->aggregation == Aggregation::count ||
                         candidate.measure->aggregation == Aggregation::sum);
  const bool ranked = shape.limit && shape.superlative && !shape.superlative_grain && all_rows &&
                      draft.plan.dimensions.empty() && draft.plan.measures.size() == 1;
  if (!ranked) return false;
  for (const Match& match : desk.question.matches) {
    const bool same = match.term->kind == Term::Kind::field &&
                      match.term->entry == candidate.entry && match.exact &&
                      match.term->field->name != candidate.entry->name_field &&
                      can_group(*match.term->field) &&
                      std::includes(candidate.words.begin(), candidate.words.end(),
                                    match.words.begin(), match.words.end());
    if (!same) continue;
    draft.plan.dimensions.push_back(
        {reference(desk, candidate.vendor, *candidate.entry, match.term->field->name), {}});
    return true;
  }
  return false;
}

}  // namespace

void place_list(const Desk& desk, Draft& draft, const Reach& reach) {
  static_cast<void>(reach);
  const QuestionShape& shape = desk.question.shape;
  const Candidate& candidate = draft.candidate;
  const bool ranked = shape.superlative && !shape.superlative_grain &&
                      draft.plan.dimensions.empty() && counts_rows(candidate) &&
                      !candidate.entry->name_field.empty();
  if (ranked) {
    const catalog::Field* field = ranking_field(*candidate.entry);
    const std::string amount =
        field == nullptr ? std::string() : ranking_measure(candidate, *field);
    if (!amount.empty()) {
      draft.plan.dimensions.push_back(
          {reference(desk, candidate.vendor, *candidate.entry, candidate.entry->name_field), {}});
      draft.plan.measures.front().name = amount;
      if (!candidate.words.empty())
        draft.ranked_subject_plural = is_plural(desk.question.words[candidate.words.back()].text);
      return;
    }
  }
  if (ranked && rank_by_money(desk, draft)) return;
  if (rank_counted(desk, draft) || rank_groups(desk, draft)) return;
  take_extreme(desk, draft);
  if (!asks_for_rows(desk, draft)) return;
  draft.plan.frame = Frame::list;
  draft.plan.dimensions.clear();
  for (const std::string& name : candidate.entry->list_fields)
    add_column(desk, draft, name);
  for (const Match& match : desk.question.matches) {
    const bool extra = match.term->kind == Term::Kind::field &&
                       match.term->entry == candidate.entry &&
                       match.term->field->role != "hidden" && !is_covered(draft, match.words);
    if (!extra) continue;
    add_column(desk, draft, match.term->field->name);
    cover(draft, match.words);
  }
  // The measure stays only when it says which rows: its filter and its time are applied.
  const catalog::Measure* measure = candidate.measure;
  const bool says_which = counts_rows(candidate) && measure != nullptr &&
                          (!measure->filter.empty() || !measure->time.empty());
  if (!says_which)
    draft.plan.measures = {reference(desk, candidate.vendor, *candidate.entry, "count")};
  draft.plan.limit = shape.limit;
  if (shape.row_rank_word) rank_rows_by_time(desk, draft);
}

void place_open_event(const Desk& desk, Draft& draft) {
  if (!draft.candidate.open_event) return;
  const auto& words = desk.question.words;
  const auto field =
      std::find_if(draft.candidate.entry->fields.begin(), draft.candidate.entry->fields.end(),
                   [](const catalog::Field& one) { return one.meaning == "event.name"; });
  constexpr std::size_t words_max = 3;
  constexpr std::size_t letters_min = 4;
  std::size_t placed = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool open = !words[i].sign && !words[i].stop && !words[i].number && !draft.covered[i] &&
                      !desk.question.shape.timed[i] && !desk.question.shape.used[i];
    const bool event_like = words[i].text.ends_with("ed") || is_plural(words[i].text);
    if (!open || words[i].text.size() < letters_min) continue;
    // "The most used features": no event is called so.
    if (word_is(words, i, {"used", "done", "happened", "made"})) continue;
    if (!event_like && placed == 0) continue;
    if (placed == words_max) break;
    draft.plan.filters.push_back(
        {reference(desk, draft.candidate.vendor, *draft.candidate.entry, field->name),
         FilterOp::contains,
         {words[i].stem}});
    draft.covered[i] = true;
    ++placed;
  }
  if (placed == 0) draft.failed = true;
}

}  // namespace sluice::analytics
