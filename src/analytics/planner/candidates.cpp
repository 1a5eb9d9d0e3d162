#include "analytics/language/best_first.h"
#include "analytics/meaning/meaning.h"
#include "analytics/meaning/row_facts.h"
#include "analytics/planner/draft.h"

#include <algorithm>
#include <set>
#include <utility>

// What a question may be counting: a measure by its name, the rows of an entry, a field that is
// added up or averaged, or the rows behind a value ("bugs").
namespace sluice::analytics {
namespace {

[[nodiscard]] std::string_view prefix_of(AdHocAggregate aggregate) {
  switch (aggregate) {
    case AdHocAggregate::none: return "sum:";
    case AdHocAggregate::sum: return "sum:";
    case AdHocAggregate::average: return "average:";
    case AdHocAggregate::median: return "median:";
    case AdHocAggregate::percentile: return "percentile_";  // See field_aggregate().
    case AdHocAggregate::min: return "min:";
    case AdHocAggregate::max: return "max:";
    case AdHocAggregate::distinct: return "distinct:";
  }
  return "sum:";
}

// "average:", "percentile_90:".
[[nodiscard]] std::string prefix_of(const QuestionShape& shape) {
  std::string prefix(prefix_of(shape.aggregate));
  if (shape.aggregate == AdHocAggregate::percentile)
    prefix += std::to_string(shape.percentile) + ":";
  return prefix;
}

[[nodiscard]] bool fits_aggregate(const catalog::Measure& measure, AdHocAggregate asked) {
  using catalog::Aggregation;
  const bool average = measure.aggregation == Aggregation::average;
  const bool median = measure.aggregation == Aggregation::median;
  if (asked == AdHocAggregate::median) return !average;
  if (asked == AdHocAggregate::average) return !median;
  return true;
}

// "How much did we refund": money rather than a number of refunds.
void add_amount(const Desk& desk, const Candidate& counted, std::vector<Candidate>& out) {
  const bool counts = counted.measure->aggregation == catalog::Aggregation::count;
  // A running total of refunds is their money, where they have any.
  const bool total = desk.question.shape.transform == Transform::running_total;
  if (!(desk.question.shape.amount || total) || !counts) return;
  for (const catalog::Measure& measure : counted.entry->measures) {
    const bool money = measure.aggregation == catalog::Aggregation::sum &&
                       measure.unit == "reporting" && measure.filter == counted.measure->filter;
    if (!money) continue;
    Candidate amount = counted;
    amount.measure = &measure;
    amount.name = measure.name;
    constexpr double asked = 0.05;
    amount.bonus += asked;
    out.push_back(std::move(amount));
    return;
  }
}

// "average invoice": of the field that the sum adds up, or of the rows' money.
void add_aggregate(const Desk& desk, const Candidate& base, std::vector<Candidate>& out) {
  const AdHocAggregate asked = desk.question.shape.aggregate;
  const std::optional<std::size_t>& said = desk.question.shape.aggregate_word;
  const bool other = asked == AdHocAggregate::average || asked == AdHocAggregate::median ||
                     asked == AdHocAggregate::min || asked == AdHocAggregate::max ||
                     asked == AdHocAggregate::percentile;
  const catalog::Measure& measure = *base.measure;
  // Of the same rows and the same number as the measure itself ("won amount").
  // The mean of a series is made of its buckets, and rows that are sums already have no mean.
  const bool of_rows = can_count_rows(*base.entry) &&
                       !(asked == AdHocAggregate::average && desk.question.shape.grain);
  const bool of_measure = of_rows && !measure.filter.empty() &&
                          (measure.aggregation == catalog::Aggregation::sum ||
                           (asked == AdHocAggregate::percentile &&
                            (measure.aggregation == catalog::Aggregation::average ||
                             measure.aggregation == catalog::Aggregation::median)));
  if (!other || !(measure.filter.empty() || of_measure)) return;
  std::string field = of_measure ? measure.name : std::string();
  if (asked == AdHocAggregate::percentile && measure.filter.empty() &&
      (measure.aggregation == catalog::Aggregation::average ||
       measure.aggregation == catalog::Aggregation::median))
    field = measure.name;
  if (field.empty() && measure.aggregation == catalog::Aggregation::sum) field = measure.expression;
  if (measure.aggregation == catalog::Aggregation::count)
    for (const catalog::Field& candidate : base.entry->fields)
      if (candidate.type == "money" && candidate.role == "measure" && field.empty())
        field = candidate.name;
  const bool known = field == measure.name ||
                     std::any_of(base.entry->fields.begin(), base.entry->fields.end(),
                                 [&](const catalog::Field& one) { return one.name == field; });
  if (!known) return;
  Candidate aggregate = base;
  if (field != measure.name) aggregate.measure = nullptr;
  aggregate.name = prefix_of(desk.question.shape) + field;
  if (said) aggregate.words.push_back(*said);
  std::sort(aggregate.words.begin(), aggregate.words.end());
  constexpr double made_up = 0.02;
  aggregate.bonus += made_up;
  out.push_back(std::move(aggregate));
}

void add_measure(const Desk& desk, const Match& match, std::vector<Candidate>& out) {
  const Term& term = *match.term;
  Candidate candidate{term.vendor,  term.entry,
                      term.measure, term.measure->name,
                      match.words,  match.exact,
                      false,        false,
                      false,        0};
  constexpr double wrong_aggregate = -0.25;
  constexpr double named_bonus = 0.03;
  if (!fits_aggregate(*term.measure, desk.question.shape.aggregate))
    candidate.bonus += wrong_aggregate;
  candidate.bonus += named_bonus + (term.primary ? 0.005 : 0);
  // "How much did customers pay us" is no number of customers.
  constexpr double wrong_kind = -0.15;
  const bool counts = term.measure->aggregation == catalog::Aggregation::count ||
                      term.measure->aggregation == catalog::Aggregation::count_distinct ||
                      term.measure->aggregation == catalog::Aggregation::snapshot_count ||
                      term.measure->aggregation == catalog::Aggregation::snapshot_count_distinct;
  if (desk.question.shape.amount && counts) candidate.bonus += wrong_kind;
  // "lines added for PRs merged in October": behind "for" stands which rows are meant.
  constexpr double only_which = -0.02;
  const std::size_t first = match.first();
  if (first > 0 && word_is(desk.question.words, first - 1, {"for", "among", "across"}))
    candidate.bonus += only_which;
  // Words like "do we have" inside of a name make it the better one.
  for (const std::size_t word : match.words)
    if (desk.question.words[word].stop) candidate.bonus += 0.02;
  out.push_back(candidate);
  add_amount(desk, candidate, out);
  add_aggregate(desk, candidate, out);
}

// "what share of issues are bugs": the whole is said right behind "of".
[[nodiscard]] double share_bonus(const Desk& desk, const Candidate& candidate) {
  const QuestionShape& shape = desk.question.shape;
  const std::optional<std::size_t>& share = shape.share_word;
  constexpr double whole = 0.06;
  constexpr std::size_t near_by = 4;
  if (!shape.share || !share || candidate.words.empty()) return 0;
  const std::size_t first = candidate.words.front();
  const bool behind = first > *share && first - *share <= near_by;
  return behind ? whole : -whole;
}

void add_rows(const Desk& desk, const Match& match, bool by_value, std::vector<Candidate>& out) {
  const catalog::Entry& entry = *match.term->entry;
  if (entry.hidden || !can_count_rows(entry)) return;
  const catalog::Measure* counted = row_count_of(entry);
  Candidate candidate{match.term->vendor,
                      &entry,
                      counted,
                      counted ? counted->name : "count",
                      by_value ? std::vector<std::size_t>{} : match.words,
                      match.exact,
                      by_value,
                      true,
                      false,
                      0};
  constexpr double value_only = -0.12;
  constexpr double amount_asked = -0.3;  // "How much did we close" is no number of closed tickets.
  if (by_value) candidate.bonus = desk.question.shape.amount ? amount_asked : value_only;
  out.push_back(std::move(candidate));
}

void add_field(const Desk& desk, const Match& match, std::vector<Candidate>& out) {
  const Term& term = *match.term;
  const QuestionShape& shape = desk.question.shape;
  if (term.entry->hidden || !is_numeric(*term.field) || term.field->role == "key") return;
  if (shape.count) return;
  Candidate candidate{term.vendor, term.entry,
                      nullptr,     prefix_of(shape) + term.field->name,
                      match.words, match.exact,
                      false,       false,
                      false,       0};
  const bool additive =
      term.field->additive && (term.field->type == "money" || term.field->type == "integer");
  const bool asked = shape.aggregate != AdHocAggregate::none;
  // "Total price": a price has no sum.
  if (shape.aggregate == AdHocAggregate::sum && !term.field->additive) return;
  const std::optional<std::size_t>& said = shape.aggregate_word;
  if (!asked && !additive) candidate.name = "average:" + term.field->name;
  constexpr double unasked = -0.06;
  if (!asked) candidate.bonus = unasked;
  if (asked && said) candidate.words.push_back(*said);
  std::sort(candidate.words.begin(), candidate.words.end());
  out.push_back(std::move(candidate));
}

// Whether the entry's rows are events that the customer names.
[[nodiscard]] bool has_open_events(const catalog::Entry& entry) {
  return !entry.hidden &&
         std::any_of(entry.fields.begin(), entry.fields.end(),
                     [](const catalog::Field& field) { return field.meaning == "event.name"; });
}

// Any event may be asked for: the entry's first plain sum counts it.
void add_open_event(std::size_t vendor, const catalog::Entry& entry, std::vector<Candidate>& out) {
  const auto plain = std::find_if(
      entry.measures.begin(), entry.measures.end(), [](const catalog::Measure& measure) {
        return measure.filter.empty() && measure.aggregation == catalog::Aggregation::sum;
      });
  if (plain == entry.measures.end()) return;
  constexpr double last_resort = -0.2;
  out.push_back({vendor, &entry, &*plain, plain->name, {}, true, false, false, true, last_resort});
}

void add_open_events(const Desk& desk, std::vector<Candidate>& out) {
  for (std::size_t v = 0; v < desk.lexicon.vendors().size(); ++v) {
    const bool named = std::any_of(
        desk.question.matches.begin(), desk.question.matches.end(), [v](const Match& match) {
          return match.term->kind == Term::Kind::vendor && match.term->vendor == v;
        });
    // Any word may be an event's name: only where the vendor is named are they looked through.
    if (!named) continue;
    for (const catalog::Entry& entry : desk.lexicon.vendors()[v].vendor->entries)
      if (has_open_events(entry)) add_open_event(v, entry, out);
  }
}

}  // namespace

std::vector<Candidate> find_candidates(const Desk& desk) {
  std::vector<Candidate> all;
  add_open_events(desk, all);
  for (const Match& match : desk.question.matches) {
    switch (match.term->kind) {
      case Term::Kind::vendor: break;
      case Term::Kind::entry: add_rows(desk, match, false, all); break;
      case Term::Kind::measure: add_measure(desk, match, all); break;
      case Term::Kind::field: add_field(desk, match, all); break;
      case Term::Kind::value: add_rows(desk, match, true, all); break;
    }
  }
  // The same thing said by several phrases: the longest stays.
  all = best_first(std::move(all), [](const Candidate& candidate) {
    return static_cast<double>(candidate.words.size()) + candidate.bonus;
  });
  std::vector<Candidate> unique;
  std::set<std::pair<const catalog::Entry*, std::pair<std::string, std::vector<std::size_t>>>> seen;
  constexpr std::size_t candidates_max = 60;
  for (Candidate& candidate : all) {
    candidate.bonus += share_bonus(desk, candidate);
    if (!seen.insert({candidate.entry, {candidate.name, candidate.words}}).second) continue;
    unique.push_back(std::move(candidate));
    if (unique.size() == candidates_max) break;
  }
  return unique;
}

std::string time_field(const Candidate& candidate) {
  if (candidate.measure != nullptr && !candidate.measure->time.empty())
    return candidate.measure->time;
  return candidate.entry->default_time;
}

bool counts_a_state(const Candidate& candidate) {
  return candidate.measure != nullptr && is_state(*candidate.entry, *candidate.measure);
}

}  // namespace sluice::analytics
