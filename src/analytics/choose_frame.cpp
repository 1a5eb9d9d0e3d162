#include "analytics/draft.h"

#include <algorithm>

// Which of the frames the placed parts make, and how well they account for the question.
namespace sluice::analytics {
namespace {

using catalog::Aggregation;

[[nodiscard]] bool counts_rows(const Candidate& candidate) {
  if (candidate.measure == nullptr) return candidate.name == "count";
  return candidate.measure->aggregation == Aggregation::count;
}

[[nodiscard]] bool asks_for_rows(const Desk& desk, const Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  const auto& words = desk.question.words;
  if (!counts_rows(draft.candidate) || shape.count || shape.share || shape.trend) return false;
  if (!draft.plan.dimensions.empty() || !draft.plan.having.empty()) return false;
  if (draft.candidate.entry->list_fields.empty()) return false;
  if (shape.aggregate != AdHocAggregate::none || shape.change || shape.versus) return false;
  if (draft.plan.measures.size() > 1 || shape.comparison != Comparison::none) return false;
  if (shape.list) return true;
  if (shape.subject) return true;  // "which deals ...": no group was found for it.
  const bool shown = !words.empty() && word_is(words, 0, {"show", "display", "find", "get", "see"});
  if (shown) return true;
  if (word_is(words, 0, {"when"})) return true;
  const bool when = std::any_of(words.begin(), words.end(),
                                [](const TextWord& word) { return word.text == "when"; });
  if (when) return true;
  return std::any_of(shape.bounds.begin(), shape.bounds.end(),
                     [](const Bound& bound) { return bound.age; });
}

// "top 5 deals", "largest open deal": rows, ranked by their main number.
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

[[nodiscard]] std::size_t default_limit(const Draft& draft) {
  constexpr std::size_t several = 5;
  return draft.ranked_subject_plural ? several : 1;
}

void rank(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  QueryPlan& plan = draft.plan;
  plan.frame = Frame::top;
  bool lowest = shape.lowest;
  // "best" churn rate is the lowest one.
  const auto& words = desk.question.words;
  const catalog::Measure* measure = draft.candidate.measure;
  const bool judged = shape.superlative_word &&
                      word_is(words, *shape.superlative_word, {"best", "worst"});
  if (judged && measure != nullptr && !measure->higher_is_better) lowest = !lowest;
  plan.order = OrderBy{true, !lowest};
  plan.limit = shape.limit.value_or(default_limit(draft));
}

}  // namespace

void place_list(const Desk& desk, Draft& draft, const Reach& reach) {
  const QuestionShape& shape = desk.question.shape;
  const Candidate& candidate = draft.candidate;
  const bool ranked_rows = shape.superlative && !shape.superlative_grain &&
                           draft.plan.dimensions.empty() && counts_rows(candidate) &&
                           !candidate.entry->name_field.empty();
  if (ranked_rows) {
    if (const catalog::Field* field = ranking_field(*candidate.entry)) {
      draft.plan.dimensions.push_back(
          {reference(desk, candidate.vendor, *candidate.entry, candidate.entry->name_field), {}});
      const bool plain = candidate.measure == nullptr || candidate.measure->filter.empty();
      const Reference amount =
          reference(desk, candidate.vendor, *candidate.entry, "sum:" + field->name);
      if (plain) draft.plan.measures.front() = amount;
      return;
    }
  }
  if (!asks_for_rows(desk, draft)) return;
  draft.plan.frame = Frame::list;
  for (const std::string& name : candidate.entry->list_fields) add_column(desk, draft, name);
  for (const Match& match : desk.question.matches) {
    const bool extra = match.term->kind == Term::Kind::field && match.term->entry == candidate.entry &&
                       match.term->field->role != "hidden" && !is_covered(draft, match.words);
    if (!extra) continue;
    add_column(desk, draft, match.term->field->name);
    cover(draft, match.words);
  }
  // The measure stays only when it says which rows: its filter and its time are applied.
  const catalog::Measure* measure = candidate.measure;
  const bool says_which = measure != nullptr && (!measure->filter.empty() || !measure->time.empty());
  if (!says_which) draft.plan.measures.clear();
  draft.plan.limit = shape.limit;
  static_cast<void>(reach);
}

// "funnel" is by step even where nobody says so.
static void add_default_dimensions(const Desk& desk, Draft& draft) {
  const Candidate& candidate = draft.candidate;
  const bool wanted = candidate.measure != nullptr && draft.plan.dimensions.empty() &&
                      !desk.question.shape.overall && draft.plan.measures.size() == 1;
  if (!wanted) return;
  for (const std::string& name : candidate.measure->default_dimensions) {
    const Reference field = reference(desk, candidate.vendor, *candidate.entry, name);
    const bool fixed = std::any_of(
        draft.plan.filters.begin(), draft.plan.filters.end(), [&](const Filter& filter) {
          return filter.field == field && filter.op == FilterOp::eq;
        });
    if (!fixed) draft.plan.dimensions.push_back({field, std::nullopt});
  }
}

void choose_frame(const Desk& desk, Draft& draft) {
  const QuestionShape& shape = desk.question.shape;
  QueryPlan& plan = draft.plan;
  plan.chart_hint = shape.chart;
  if (plan.frame == Frame::list) return;
  add_default_dimensions(desk, draft);
  const bool has_time = std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                                    [](const Dimension& d) { return d.grain.has_value(); });
  if (shape.share) {
    plan.frame = Frame::share;
    const bool parts = !plan.filters.empty();
    if (parts && (plan.dimensions.empty() || has_time)) {
      // The condition said last is the part: "what share of September's issues are bugs".
      plan.part.push_back(plan.filters.back());
      plan.filters.pop_back();
    }
    return;
  }
  const bool ranked = (shape.superlative || shape.limit) && !plan.dimensions.empty() &&
                      (!has_time || shape.superlative_grain);
  if (ranked) {
    rank(desk, draft);
  } else if (has_time) {
    plan.frame = Frame::trend;
  } else if (shape.person && !plan.dimensions.empty()) {
    plan.frame = Frame::breakdown;
    plan.order = OrderBy{true, true};
  } else if (!plan.dimensions.empty()) {
    plan.frame = Frame::breakdown;
    plan.order = OrderBy{true, true};
  } else if (plan.comparison != Comparison::none) {
    plan.frame = Frame::comparison;
  } else {
    plan.frame = shape.count && plan.measures.front().name == "count" ? Frame::record_count
                                                                       : Frame::total;
  }
}

void score_draft(const Desk& desk, Draft& draft) {
  const auto& words = desk.question.words;
  const QuestionShape& shape = desk.question.shape;
  double all = 0;
  double used = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].sign || words[i].stop || shape.timed[i] || shape.used[i]) continue;
    const bool light = word_is(words, i, {"number", "count", "total", "amount", "value", "data",
                                          "figure", "figures", "numbers", "result", "report",
                                          "overview", "average", "avg", "mean", "sum", "stats",
                                          "much", "long", "size", "new", "company", "business",
                                          "breakdown", "split", "broken", "down", "chart", "graph",
                                          "unique", "distinct", "typical", "typically", "change",
                                          "changed", "growth", "together", "combined", "help",
                                          "brought", "bring", "brings", "went", "happened", "see",
                                          "happen", "exist", "made", "took", "received", "hours",
                                          "days", "minutes", "percent", "usd", "dollars", "rest",
                                          "kind", "sort", "develop", "developed", "look", "per"});
    const double weight = light ? 0.25 : 1.0;
    all += weight;
    if (draft.covered[i]) {
      used += weight;
    } else if (!light) {
      draft.plan.unused_words.push_back(desk.question.text.substr(words[i].offset, words[i].length));
    }
  }
  const double coverage = all > 0 ? used / all : 0;
  draft.score = coverage - draft.penalty + draft.candidate.bonus;
  if (draft.failed) draft.score -= 0.5;
  if (!draft.candidate.exact) draft.score -= 0.02;
  draft.plan.confidence = std::clamp(coverage - (draft.failed ? 0.5 : 0), 0.0, 1.0);
}

Draft make_draft(const Desk& desk, const Candidate& candidate) {
  Draft draft;
  draft.candidate = candidate;
  draft.covered.assign(desk.question.words.size(), false);
  draft.plan.timezone = desk.context.timezone.name();
  draft.plan.measures.push_back(
      reference(desk, candidate.vendor, *candidate.entry, candidate.name));
  cover(draft, candidate.words);
  const Reach reach(desk.lexicon.vendors(), candidate.vendor, *candidate.entry);
  // The vendor's name, where it is said, belongs to the plan or speaks against it.
  for (const Match& match : desk.question.matches)
    if (match.term->kind == Term::Kind::vendor && match.term->vendor == candidate.vendor)
      cover(draft, match.words);
  place_restriction(desk, draft, reach);
  place_groups(desk, draft, reach);
  place_subject(desk, draft, reach);
  place_second_measure(desk, draft, reach);
  place_values(desk, draft, reach);
  place_bounds(desk, draft, reach);
  place_names(desk, draft, reach);
  place_time(desk, draft);
  // What is left over may be the rows' own noun or the name of a field already used.
  for (const Match& match : desk.question.matches) {
    const bool own = match.term->entry == candidate.entry && match.term->kind == Term::Kind::entry;
    if (own) cover(draft, match.words);
  }
  place_list(desk, draft, reach);
  choose_frame(desk, draft);
  for (const Match& match : desk.question.matches) {
    if (match.term->kind == Term::Kind::vendor) {
      const bool used = std::any_of(
          draft.plan.measures.begin(), draft.plan.measures.end(), [&](const Reference& measure) {
            return measure.vendor == desk.lexicon.vendors()[match.term->vendor].slug;
          });
      const bool by_filter = std::any_of(
          draft.plan.filters.begin(), draft.plan.filters.end(), [&](const Filter& filter) {
            return filter.field.vendor == desk.lexicon.vendors()[match.term->vendor].slug;
          });
      if (used || by_filter) cover(draft, match.words);
      if (!used && !by_filter && match.term->vendor != candidate.vendor) draft.penalty += 0.2;
    }
  }
  if (desk.question.shape.aggregate_word) {
    const bool taken = draft.covered[*desk.question.shape.aggregate_word];
    if (!taken) draft.covered[*desk.question.shape.aggregate_word] = true;
  }
  score_draft(desk, draft);
  return draft;
}

}  // namespace sluice::analytics
