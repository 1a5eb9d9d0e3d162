#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// What is counted, and what is made of it.
namespace sluice::analytics {
namespace {

using catalog::Aggregation;

[[nodiscard]] bool is_count(const catalog::Measure& measure) {
  switch (measure.aggregation) {
    case Aggregation::count:
    case Aggregation::count_distinct:
    case Aggregation::snapshot_count:
    case Aggregation::snapshot_count_distinct:
    case Aggregation::lost_count:
    case Aggregation::gained_count: return true;
    case Aggregation::sum:
    case Aggregation::average:
    case Aggregation::median:
    case Aggregation::min:
    case Aggregation::max:
    case Aggregation::last:
    case Aggregation::snapshot_sum:
    case Aggregation::lost_sum:
    case Aggregation::gained_sum:
    case Aggregation::formula: return false;
  }
  return false;
}

}  // namespace

const catalog::Measure* money_beside(const MeasureSense& what) {
  for (const catalog::Measure& measure : what.entry->measures) {
    const bool money = measure.aggregation == Aggregation::sum && measure.unit == "reporting" &&
                       measure.filter == what.measure->filter &&
                       (measure.time == what.measure->time || measure.time.empty());
    if (money) return &measure;
  }
  return nullptr;
}

// How the plan calls a measure that is made of a field.
std::string measure_prefix(const Aggregated& how) {
  switch (how.how) {
    case AggregateKind::sum: return "sum:";
    case AggregateKind::average: return "average:";
    case AggregateKind::median: return "median:";
    case AggregateKind::percentile: return "percentile_" + std::to_string(how.percentile) + ":";
    case AggregateKind::minimum: return "min:";
    case AggregateKind::maximum: return "max:";
    case AggregateKind::distinct: return "distinct:";
  }
  return "sum:";
}

namespace {

// A number of the rows has no measure: how to put it together was said, or follows from what it is.
void take_field(Parts& parts) {
  const catalog::Field* field = find_field(*parts.what.entry, parts.what.name);
  if (field == nullptr) return parts.fail(parts.what.name);
  if (parts.asks(AskedFor::count) && parts.aggregates.empty()) return parts.fail("how many");
  // "Age of the oldest open issue": the greatest age.
  if (!parts.time_ranks.empty() && field->unit == "days") {
    const TimeRank how = parts.time_ranks.front().piece->how;
    if (how == TimeRank::next || parts.time_ranks.front().piece->limit) return parts.fail("next");
    parts.what.name = (how != TimeRank::newest ? "max:" : "min:") + field->name;
    parts.time_ranks.clear();
    return;
  }
  if (!parts.aggregates.empty()) {
    const Said<Aggregated>& said = parts.aggregates.front();
    // "Total price": a price has no sum.
    if (said.piece->how == AggregateKind::sum && !field->additive) return parts.fail(*said.at);
    parts.what.name = measure_prefix(*said.piece) + field->name;
    return;
  }
  const bool sums = field->additive && (field->type == "money" || field->type == "integer");
  constexpr double unasked = 0.25;
  parts.cost += unasked;
  parts.what.name = (sums ? "sum:" : "average:") + field->name;
}

// "The number of": also where the words are too light to be a piece.
[[nodiscard]] bool is_numbered(const Parts& parts) {
  // Of several measures it may be said of another one.
  if (!parts.besides.empty()) return false;
  for (std::size_t at = 0; at + 1 < parts.scene.words.size(); ++at)
    if (parts.scene.grammar.phrase_at(PhraseList::counts_of, parts.scene.words, at) > 0)
      return true;
  return false;
}

// "Who closed the least money": of rows that have none it cannot be told.
[[nodiscard]] bool names_money(const Parts& parts) {
  return std::ranges::any_of(parts.asked, [&](const Said<Asked>& said) {
    if (said.piece->what != AskedFor::amount) return false;
    for (std::size_t word = said.at->first; word < said.at->end; ++word)
      if (parts.scene.grammar.is(WordList::money_words, parts.scene.words, word)) return true;
    return false;
  });
}

// "How many" right before the noun of the rows, of which the measure is another number.
[[nodiscard]] bool counts_own_rows(const Parts& parts) {
  return parts.what.measure != nullptr &&
         std::ranges::any_of(parts.asked, [&](const Said<Asked>& said) {
           return said.piece->what == AskedFor::count &&
                  std::ranges::any_of(parts.parse.pieces, [&](const Placed& piece) {
                    return piece.make == Make::noun && piece.first == said.at->end;
                  });
         });
}

void take_amount(Parts& parts) {
  // A running total of refunds is their money, where they have any.
  const bool running =
      !parts.transforms.empty() && parts.transforms.front().piece->how == Transform::running_total;
  const bool both = parts.asks(AskedFor::amount) && parts.asks(AskedFor::count);
  const bool cents =
      std::ranges::any_of(parts.units,
                          [](const Said<InUnit>& said) { return said.piece->unit == "cents"; }) ||
      std::ranges::any_of(parts.ratios, [](const Said<Ratio>& said) { return said.piece->money; });
  const bool wanted =
      (parts.asks(AskedFor::amount) || running || cents || !parts.currencies.empty()) &&
      !parts.asks(AskedFor::count);
  if (parts.what.measure == nullptr || !is_count(*parts.what.measure)) {
    // "How many revenue", "number of win rate": another thing is meant, and is not counted here.
    const bool money =
        parts.what.measure != nullptr &&
        (parts.what.measure->unit == "reporting" || parts.what.measure->unit == "percent" ||
         (parts.what.measure->kind == catalog::MeasureKind::duration && parts.units.empty()));
    // "How many documents, and how many megabytes": their number is asked for as well.
    if (counts_own_rows(parts)) return parts.fail("how many");
    // "How many customers paid more than $10,000": they are counted.
    const bool groups = asks_for_payers(parts) != nullptr ||
                        std::ranges::any_of(parts.groups, [&](const Said<GroupedBy>& said) {
                          return !parts.bounds.empty() && is_counted(parts, said);
                        });
    if ((parts.asks(AskedFor::count) || is_numbered(parts)) && money && !groups &&
        !parts.asks(AskedFor::amount))
      parts.fail("how many");
    // "Dollars" of a rate.
    constexpr double no_amount = 0.6;
    const bool rate = parts.what.measure != nullptr && parts.what.measure->unit == "percent";
    if (rate && parts.asks(AskedFor::amount)) parts.cost += no_amount;
    return;
  }
  if (!wanted && !both) return;
  if (is_numbered(parts) && !both && !running) return parts.fail("how many");
  const catalog::Measure* money = money_beside(parts.what);
  constexpr double no_money = 1.2;
  if (money == nullptr) {
    if (both || names_money(parts)) return parts.fail("how much");
    if (!running) parts.cost += no_money;
    return;
  }
  // "How many and how much": two numbers.
  if (both) {
    parts.beside_itself = money->name;
    return;
  }
  parts.what.measure = money;
  parts.what.name = money->name;
  constexpr double turned = 0.05;
  parts.cost += turned;
}

// The number of the rows that a mean is taken of.
[[nodiscard]] std::string mean_field(const MeasureSense& what, AggregateKind how) {
  const catalog::Measure& measure = *what.measure;
  if (!measure.filter.empty()) {
    if (measure.aggregation == Aggregation::sum) return measure.name;
    const bool value =
        measure.aggregation == Aggregation::average || measure.aggregation == Aggregation::median;
    if (how == AggregateKind::percentile && value) return measure.name;
    return {};
  }
  if (how == AggregateKind::percentile &&
      (measure.aggregation == Aggregation::average || measure.aggregation == Aggregation::median))
    return measure.name;
  if (measure.aggregation == Aggregation::sum)
    return find_field(*what.entry, measure.expression) != nullptr ? measure.expression
                                                                  : std::string();
  if (measure.aggregation == Aggregation::count)
    for (const catalog::Field& field : what.entry->fields)
      if (field.type == "money" && field.role == "measure") return field.name;
  return {};
}

// "Sign-ups per day", "a day": the mean of days. "In each month" is a series of means, where the
// rows have a number to take them of.
[[nodiscard]] bool is_per(const Parts& parts, const Said<Bucketed>& said) {
  if (!said.piece->grain) return false;
  const auto leads = [&](std::size_t at) {
    return parts.scene.grammar.is(WordList::within_leads, parts.scene.words, at);
  };
  const bool within = leads(said.at->first) || (said.at->first > 0 && leads(said.at->first - 1));
  return !within || mean_field(parts.what, AggregateKind::average).empty();
}

// "Average" of what is a mean already says nothing new; with a step of time it is the mean of the
// steps, of which the plan has a series. False: the mean is still to be made.
[[nodiscard]] bool is_average_settled(Parts& parts, const Said<Aggregated>& said,
                                      const catalog::Measure& measure) {
  if (is_mean(measure) && measure.natural_grain.empty()) {
    if (measure.aggregation == Aggregation::median) parts.fail(*said.at);
    return true;
  }
  const bool each = std::any_of(parts.buckets.begin(), parts.buckets.end(),
                                [&](const Said<Bucketed>& one) { return is_per(parts, one); });
  if (!each && measure.natural_grain.empty()) return false;
  parts.mean_of_buckets = true;
  return true;
}

// Whether nothing is to be made of the measure: it is what was asked already, or it cannot be.
[[nodiscard]] bool is_settled(Parts& parts, const Said<Aggregated>& said,
                              const catalog::Measure& measure) {
  switch (said.piece->how) {
    case AggregateKind::sum:
      if (is_mean(measure)) parts.fail(*said.at);
      return true;
    case AggregateKind::distinct:
      if (measure.aggregation != Aggregation::count_distinct) {
        constexpr double loosely = 0.4;
        parts.cost += loosely;
      }
      return true;
    case AggregateKind::average: return is_average_settled(parts, said, measure);
    case AggregateKind::median: return measure.aggregation == Aggregation::median;
    case AggregateKind::percentile: return false;
    case AggregateKind::minimum: return measure.aggregation == Aggregation::min;
    case AggregateKind::maximum: return measure.aggregation == Aggregation::max;
  }
  return false;
}

[[nodiscard]] const catalog::Measure* mean_of_rows(const catalog::Entry& entry) {
  const auto found = std::ranges::find_if(entry.measures, [](const catalog::Measure& measure) {
    return measure.aggregation == Aggregation::average && measure.unit == "reporting";
  });
  return found == entry.measures.end() ? nullptr : &*found;
}

// "Average balance": the catalog's mean of a reading that is known day by day; null: it has none.
[[nodiscard]] const catalog::Measure* mean_of_readings(const catalog::Entry& entry,
                                                       const catalog::Measure& latest) {
  if (latest.aggregation != Aggregation::last) return nullptr;
  const auto found = std::ranges::find_if(entry.measures, [&](const catalog::Measure& measure) {
    return measure.aggregation == Aggregation::average && measure.expression == latest.expression &&
           measure.filter == latest.filter;
  });
  return found == entry.measures.end() ? nullptr : &*found;
}

// "average invoice", "median deal", "average sign-ups per day".
void take_aggregate(Parts& parts, const Said<Aggregated>& said) {
  const AggregateKind how = said.piece->how;
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr) {
    if (how == AggregateKind::sum || how == AggregateKind::distinct) return;
    return parts.fail(*said.at);
  }
  if (how == AggregateKind::average)
    if (const catalog::Measure* mean = mean_of_readings(*parts.what.entry, *measure)) {
      parts.what.measure = mean;
      parts.what.name = mean->name;
      return;
    }
  if (is_settled(parts, said, *measure)) return;
  // "Average paid invoice": the catalog says what the mean of these rows is.
  if (how == AggregateKind::average && measure->aggregation == Aggregation::count &&
      measure->filter.empty())
    if (const catalog::Measure* mean = mean_of_rows(*parts.what.entry)) {
      parts.what.measure = mean;
      parts.what.name = mean->name;
      return;
    }
  const std::string field =
      can_count_rows(*parts.what.entry) ? mean_field(parts.what, how) : std::string();
  if (field.empty()) return parts.fail(*said.at);
  parts.what.name = measure_prefix(*said.piece) + field;
  constexpr double made_up = 0.1;
  parts.cost += made_up;
  // Its filter and its time go on where it is made of the measure; else of all rows.
  if (field != measure->name) parts.what.measure = nullptr;
}

// "How long do runs take" is no number of runs.
void check_duration(Parts& parts) {
  // "How fast is it growing": by how much.
  if (!parts.asks(AskedFor::duration) || parts.is_length || !parts.changes.empty()) return;
  const catalog::Measure* measure = parts.what.measure;
  const bool length = measure != nullptr && !is_count(*measure) && measure->unit != "reporting" &&
                      measure->unit != "percent";
  const bool made = measure == nullptr && !parts.aggregates.empty();
  if (!length && !made) parts.fail("how long");
}

// "Open Linear issues": what the catalog counts as a stock, said in pieces. By a moment of theirs
// ("created in October") they stay rows with a condition.
void take_stock(Parts& parts) {
  if (!parts.what.rows || !parts.moments.empty()) return;
  for (const Said<Where>& said : parts.conditions) {
    const Where& where = *said.piece;
    if (where.op != FilterOp::eq || where.field.entry != parts.what.entry || where.values.empty())
      continue;
    const Json& value = where.values.front();
    const catalog::Measure* stock =
        count_of_value(*parts.what.entry, *where.field.field,
                       value.is_string() ? value.get<std::string>() : value.dump());
    if (stock == nullptr || !stock->known_only_now) continue;
    parts.what.measure = stock;
    parts.what.name = stock->name;
    parts.stock_said = said.at;
    return;
  }
}

// "Open tickets at the end of July", "per month": what is known as of now only, at an earlier
// moment, where the rows' own moments tell. Rows that are asked by a moment of theirs ("open deals
// created in October") are a part of today's stock.
void take_past(Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr || measure->at_instant.empty() || !parts.moments.empty()) return;
  const bool over =
      std::any_of(parts.periods.begin(), parts.periods.end(), [&](const Said<During>& said) {
        const FoundPeriod& period = said.piece->period;
        return period.edge != PeriodEdge::whole ||
               parts.scene.context.timezone.start_of(period.end) < parts.scene.context.now;
      });
  if (!over && parts.buckets.empty() && parts.comparisons.empty()) return;
  // "Came in in Q3 and are still open": of today, and no stock of that time.
  const bool at_edge = std::ranges::any_of(parts.periods, [](const Said<During>& said) {
    return said.piece->period.edge != PeriodEdge::whole;
  });
  if (over && !at_edge && parts.says_any(WordList::still) && parts.buckets.empty())
    return parts.fail("still");
  for (const catalog::Measure& then : parts.what.entry->measures)
    if (then.name == measure->at_instant) parts.what.measure = &then;
  parts.what.name = parts.what.measure->name;
}

// "Average revenue per customer" is revenue divided by customers: both words ask for one thing.
void drop_average_of_ratio(Parts& parts) {
  if (parts.ratios.size() != 1 || parts.ratios.front().piece->percent) return;
  std::erase_if(parts.aggregates, [](const Said<Aggregated>& said) {
    return said.piece->how == AggregateKind::average;
  });
}

// "Retention in %": how a share is shown anyway, and no change of it.
void drop_shown_unit(Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr || measure->unit != "percent") return;
  std::erase_if(parts.changes, [&](const Said<ChangeAsked>& said) {
    return said.piece->percent &&
           parts.scene.grammar.is(WordList::shown_in, parts.scene.words, said.at->first);
  });
}

}  // namespace

void take_measure(Parts& parts) {
  drop_shown_unit(parts);
  drop_average_of_ratio(parts);
  take_stock(parts);
  take_past(parts);
  if (parts.view.anchor().by_field) {
    take_field(parts);
  } else {
    take_amount(parts);
    for (const Said<Aggregated>& said : parts.aggregates)
      take_aggregate(parts, said);
  }
  check_duration(parts);
  // "New customers" are no customers of today.
  const bool stock =
      parts.is_state() || (parts.what.measure != nullptr && parts.what.measure->known_only_now);
  for (const std::size_t word : parts.parse.light)
    if (stock && parts.scene.grammar.is(WordList::gains, parts.scene.words[word].text))
      parts.fail(parts.scene.words[word].text);
  // "Average total": one of the two would be left out.
  constexpr std::size_t one = 1;
  // Said twice ("how long does it typically take? the median") it is one.
  if (parts.aggregates.size() > one &&
      parts.aggregates[1].piece->how != parts.aggregates[0].piece->how)
    parts.fail(*parts.aggregates[1].at);
  parts.plan.measures.push_back(parts.reference(parts.what));
  if (!parts.beside_itself.empty()) parts.plan.measures.push_back(parts.own(parts.beside_itself));
}

}  // namespace sluice::analytics
