#include "analytics/meaning/exclusion.h"
#include "analytics/meaning/labels.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"
#include "analytics/reading/pending.h"
#include "base/currency.h"
#include "base/text.h"
#include "base/time_format.h"
#include "catalog/expression.h"

#include <algorithm>
#include <cmath>

// Which rows count: values, names, absences, bounds, ages, and the largest of something else.
namespace sluice::analytics {

namespace {

// "Share of bugs" of the features: what the share is made of has fixed the field already.
[[nodiscard]] bool is_fixed_in_formula(const Parts& parts, const Where& where) {
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr || measure->aggregation != catalog::Aggregation::formula ||
      where.field.entry != parts.what.entry)
    return false;
  const auto formula = catalog::parse_expression(measure->expression);
  if (!formula) return true;
  const auto names = catalog::names_in(*formula);
  return std::ranges::any_of(parts.what.entry->measures, [&](const catalog::Measure& part) {
    return std::ranges::find(names, part.name) != names.end() &&
           part.filter.find(where.field.field->name + " = '") != std::string::npos;
  });
}

// "What percentage of merged pull requests were opened by bots": the name of a rate stands there by
// chance, and what is said of its rows is the part that is asked.
[[nodiscard]] bool is_part_of_share(const Parts& parts, const Said<Where>& said) {
  const catalog::Measure* rate = parts.what.measure;
  const auto& anchor = parts.view.anchor().words;
  if (rate == nullptr || rate->unit != "percent" || anchor.empty() ||
      said.at->first < anchor.back())
    return false;
  const bool share = std::ranges::any_of(anchor, [&](std::size_t word) {
    return parts.scene.grammar.is(WordList::share_words, parts.scene.words, word);
  });
  const catalog::Field& field = *said.piece->field.field;
  const bool verb =
      said.at->first > 0 &&
      parts.scene.grammar.is(WordList::passives, parts.scene.words, said.at->first - 1);
  return share && (verb || field.type == "boolean" || field.act != catalog::Act::none);
}

}  // namespace

void add_condition(Parts& parts, const FieldSense& sense, bool negated, const Json& value) {
  const Reference field = parts.reference(sense);
  for (Filter& filter : parts.plan.filters) {
    const bool same_sense = negated == (filter.op == FilterOp::ne || filter.op == FilterOp::not_in);
    const bool plain = filter.op == FilterOp::eq || filter.op == FilterOp::in ||
                       filter.op == FilterOp::ne || filter.op == FilterOp::not_in;
    if (filter.field != field || !same_sense || !plain) continue;
    if (std::find(filter.values.begin(), filter.values.end(), value) == filter.values.end())
      filter.values.push_back(value);
    if (filter.values.size() > 1) filter.op = negated ? FilterOp::not_in : FilterOp::in;
    return;
  }
  parts.plan.filters.push_back({field, negated ? FilterOp::ne : FilterOp::eq, {value}});
}

namespace {

[[nodiscard]] std::string value_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

// "lost deals that were lost on price": the measure counts only lost ones already.
bool measure_implies(const Parts& parts, const Where& where) {
  const catalog::Measure* measure = parts.what.measure;
  return measure != nullptr && where.field.entry == parts.what.entry && !where.values.empty() &&
         measure->filter.find("'" + value_text(where.values.front()) + "'") != std::string::npos &&
         measure->filter.find(where.field.field->name) != std::string::npos;
}

// The measure has fixed the field to another value: both at once would hold of no row.
bool measure_contradicts(const Parts& parts, const Where& where) {
  const catalog::Measure* measure = parts.what.measure;
  return measure != nullptr && where.field.entry == parts.what.entry && !where.values.empty() &&
         !measure_implies(parts, where) &&
         excludes(*parts.what.entry, measure->filter, *where.field.field,
                  value_text(where.values.front()));
}

Json moment_value(const catalog::Field& field, Instant instant) {
  constexpr std::size_t date_letters = 10;
  const std::string text = to_rfc3339(instant);
  return field.type == "date" ? text.substr(0, date_letters) : text;
}

const catalog::Measure* counterpart_of(const Parts& parts, const Where& where) {
  const catalog::Measure& own = *parts.what.measure;
  const std::string fixed = where.field.field->name + " = '";
  if (!own.filter.contains(fixed)) return nullptr;
  const std::size_t begin = own.filter.find(fixed) + fixed.size();
  std::string wanted = own.filter;
  wanted.replace(begin, wanted.find('\'', begin) - begin, value_text(where.values.front()));
  for (const catalog::Measure& other : parts.what.entry->measures)
    if (other.aggregation == own.aggregation && other.expression == own.expression &&
        other.filter == wanted)
      return &other;
  return nullptr;
}

namespace {

// "Won versus lost deals": that measure stands beside it.
void take_counterpart(Parts& parts, const Said<Where>& said) {
  const catalog::Measure* other = counterpart_of(parts, *said.piece);
  const bool beside = parts.asks(AskedFor::versus) || parts.asks_for_more();
  if (other == nullptr || !beside) {
    parts.contradiction = !parts.impossible && !beside;
    return parts.fail(*said.at);
  }
  parts.plan.measures.push_back(parts.own(other->name));
}

// "Onboardings finished" that are not finished: the measure counts none of those rows.
[[nodiscard]] bool counts_only_with(const Parts& parts, const FieldSense& field) {
  const catalog::Measure* measure = parts.what.measure;
  if (measure == nullptr || field.entry != parts.what.entry || parts.what.rows) return false;
  const std::string& name = field.field->name;
  return measure->time == name || measure->filter.contains(name + " is not null");
}

// "Not updated this year": rows have had such a moment, and the last one lies before the time that
// is named. Of a time that is over nobody knows it: what changed since hides what was.
bool take_unchanged(Parts& parts, const Said<Where>& said) {
  const FieldSense& moment = said.piece->field;
  const bool last = moment.field->moment == catalog::Moment::updated &&
                    moment.entry == parts.what.entry && !parts.periods.empty();
  if (!last) return false;
  const FoundPeriod& period = parts.periods.front().piece->period;
  if (parts.periods.size() > 1 || !period.partial || period.open_start) {
    parts.fail(*said.at);
    return true;
  }
  constexpr std::size_t date_letters = 10;
  std::string begins = to_rfc3339(parts.scene.context.timezone.start_of(period.start));
  if (moment.field->type == "date") begins.resize(date_letters);
  parts.plan.filters.push_back({parts.reference(moment), FilterOp::lt, {begins}});
  parts.periods.clear();
  return true;
}

void take_condition(Parts& parts, const Said<Where>& said) {
  const Where& where = *said.piece;
  const Reference field = parts.reference(where.field);
  switch (where.op) {
    case FilterOp::eq:
    case FilterOp::ne: {
      const bool negated = where.op == FilterOp::ne;
      if (!negated && measure_implies(parts, where)) return;
      if (negated && measure_implies(parts, where)) return parts.fail(*said.at);
      if (!negated && measure_contradicts(parts, where)) return take_counterpart(parts, said);
      for (const Json& value : where.values)
        add_condition(parts, where.field, negated, value);
      break;
    }
    case FilterOp::is_null:
      if (take_unchanged(parts, said)) return;
      if (counts_only_with(parts, where.field)) return parts.fail(*said.at);
      parts.plan.filters.push_back({field, where.op, where.values});
      break;
    case FilterOp::contains:
    case FilterOp::is_not_null:
    case FilterOp::in:
    case FilterOp::not_in:
    case FilterOp::gt:
    case FilterOp::gte:
    case FilterOp::lt:
    case FilterOp::lte: parts.plan.filters.push_back({field, where.op, where.values}); break;
  }
  if (where.field.vendor != parts.what.vendor && !where.values.empty())
    parts.assume("filter", "only " + label_of(*where.field.field) + " " +
                               value_text(where.values.front()) + ", as " +
                               parts.scene.lexicon.vendors()[where.field.vendor].vendor->name +
                               " has it");
}

// All values that the same words say, of one field: "enterprise" may stand for two plans.
void take_twins(Parts& parts, const Said<Where>& said) {
  if (said.piece->op != FilterOp::eq || said.at->make != Make::where) return;
  for (std::size_t at = said.at->first; at < said.at->end; ++at)
    for (const AnchorView::ValueAt& other : parts.view.values(at)) {
      const bool same = other.sense.field == said.piece->field.field && other.end <= said.at->end &&
                        !said.piece->values.empty() &&
                        other.value != value_text(said.piece->values.front());
      const bool within = parts.view.values(at).front().end == other.end;
      if (same && within && !measure_contradicts(parts, *said.piece))
        add_condition(parts, other.sense, false, Json(other.value));
    }
}

}  // namespace

namespace {

// "CI runs" is the name of a plain count and says a value as well: the value counts. "Contracts
// expiring" are not those that have expired.
void take_values_in_name(Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  const bool whole = measure != nullptr && measure->filter.empty() &&
                     measure->aggregation != catalog::Aggregation::formula;
  if (!whole) return;
  const auto& words = parts.view.anchor().words;
  for (const Match& match : parts.scene.matches) {
    const bool inside =
        match.term->kind == Term::Kind::value && match.exact && !match.inflected &&
        match.term->entry == parts.what.entry && match.words.size() < words.size() &&
        std::includes(words.begin(), words.end(), match.words.begin(), match.words.end());
    // "Refunds in dollars": what they are told in, and not those of one currency.
    if (inside && !currency_named(lower(match.term->value)))
      add_condition(parts, {parts.what.vendor, parts.what.entry, match.term->field, 0}, false,
                    Json(match.term->value));
  }
}

// Rows of one value, where the catalog has a measure for just these: that one knows their moment.
[[nodiscard]] const catalog::Measure* own_measure(const Parts& parts, const Where& where) {
  if (!parts.what.rows || where.field.entry != parts.what.entry || where.values.empty() ||
      where.op != FilterOp::eq)
    return nullptr;
  return count_of_value(*parts.what.entry, *where.field.field, value_text(where.values.front()));
}

// "By kind (bug, feature ...)": in brackets right behind a group, values only show what is meant.
// "By author (not bots)" takes rows away, and shows nothing.
[[nodiscard]] bool is_example(const Parts& parts, const Said<Where>& said) {
  if (said.at->make != Make::where) return false;
  const auto& words = parts.scene.words;
  return std::any_of(parts.groups.begin(), parts.groups.end(), [&](const Said<GroupedBy>& group) {
    const std::size_t open = group.at->end;
    if (open >= words.size() || words[open].text != "(" || said.at->first <= open) return false;
    return std::none_of(words.begin() + static_cast<std::ptrdiff_t>(open),
                        words.begin() + static_cast<std::ptrdiff_t>(said.at->first),
                        [](const TextWord& word) { return word.text == ")"; });
  });
}

// "How many tickets got canceled this year": the catalog counts these rows by a moment of their
// own. With another moment named ("created this year and canceled") it stays a condition.
[[nodiscard]] bool take_own_measure(Parts& parts, const Said<Where>& said) {
  const catalog::Measure* own = own_measure(parts, *said.piece);
  const bool moment = own != nullptr && !own->time.empty() &&
                      own->time != parts.what.entry->default_time && parts.periods.size() == 1;
  if (!moment || !parts.moments.empty() || own->known_only_now) return false;
  parts.what.measure = own;
  parts.what.name = own->name;
  parts.plan.measures.front() = parts.own(own->name);
  return true;
}

// "Closed during this year": before a time, a state that is a moment as well is the moment.
[[nodiscard]] bool is_moment(const Parts& parts, const Said<Where>& said) {
  if (said.at->make != Make::where || said.piece->field.entry != parts.what.entry) return false;
  const auto& fields = parts.view.fields(said.at->first);
  const bool moment = std::ranges::any_of(fields, [&](const AnchorView::FieldAt& field) {
    return field.end == said.at->end && field.sense.field->role == "time" &&
           field.sense.distance == 0 && field.sense.field->name != parts.time_field();
  });
  return moment && std::ranges::any_of(parts.periods, [&](const Said<During>& period) {
           return period.at->first >= said.at->end && period.at->first <= said.at->end + 1;
         });
}

}  // namespace

// "Bugs closed for each feature": two numbers of one field, which no condition can be.
[[nodiscard]] bool is_below_the_line(const Parts& parts, const Said<Where>& said) {
  constexpr std::size_t lead = 2;
  const std::size_t first = said.at->first;
  const auto& words = parts.scene.words;
  if (first < lead || !parts.scene.grammar.is(WordList::each, words, first - 1) ||
      !parts.scene.grammar.is(WordList::within_leads, words, first - lead))
    return false;
  return std::ranges::any_of(parts.conditions, [&](const Said<Where>& other) {
    return other.at != said.at && other.piece->field.field == said.piece->field.field;
  });
}

void take_conditions(Parts& parts) {
  take_values_in_name(parts);
  take_expected(parts);
  for (const Said<Where>& said : parts.conditions) {
    if (is_moment(parts, said) || is_fixed_in_formula(parts, *said.piece) ||
        is_part_of_share(parts, said) || is_below_the_line(parts, said))
      return parts.fail(*said.at);
    if (is_example(parts, said) || said.at == parts.stock_said || take_own_measure(parts, said))
      continue;
    if (take_pending(parts, said)) continue;
    take_condition(parts, said);
    constexpr double better_said = 0.2;
    if (own_measure(parts, *said.piece) != nullptr) parts.cost += better_said;
    if (!parts.impossible) take_twins(parts, said);
  }
  for (const Said<LacksPerson>& said : parts.lacks_person) {
    // "Not owned by Zoe" names somebody.
    const std::size_t next = said.at->end;
    if (parts.scene.grammar.is(WordList::agent_leads, parts.scene.words, next))
      return parts.fail(*said.at);
    const auto person = person_field(parts);
    // Somebody has written each row, whoever it is assigned to.
    const bool wrote = person && (person->field->act == catalog::Act::author ||
                                  person->field->act == catalog::Act::reviewer);
    if (!person || wrote || person->distance > 0) return parts.fail(*said.at);
    const FilterOp op = said.piece->has ? FilterOp::is_not_null : FilterOp::is_null;
    parts.plan.filters.push_back({parts.reference(*person), op, {}});
  }
  // "By kind of work (bugs, features and so on)": the values only show what is meant.
  if (parts.asks(AskedFor::examples))
    std::erase_if(parts.plan.filters, [&](const Filter& filter) {
      return std::any_of(parts.plan.dimensions.begin(), parts.plan.dimensions.end(),
                         [&](const Dimension& each) { return each.field == filter.field; });
    });
  // "Churned vs active customers": two values of one field side by side.
  if (!parts.asks(AskedFor::versus) && !parts.asks_for_more()) return;
  // "Which plan has more, Basic or Scale": they are split by already.
  parts.compares_values = std::ranges::any_of(parts.plan.filters, [&](const Filter& filter) {
    return filter.op == FilterOp::in &&
           std::ranges::find(parts.plan.dimensions, filter.field, &Dimension::field) !=
               parts.plan.dimensions.end();
  });
  if (!parts.plan.dimensions.empty()) return;
  // "EU vs US" with two fields: one of them was not understood.
  for (const Said<Where>& said : parts.conditions)
    for (const Said<Where>& other : parts.conditions)
      if (said.piece->guessed && said.piece->field.field != other.piece->field.field)
        return parts.fail(*said.at);
  for (const Filter& filter : parts.plan.filters)
    if (filter.op == FilterOp::in && filter.values.size() > 1) {
      parts.plan.dimensions.push_back({filter.field, std::nullopt, std::nullopt});
      parts.compares_values = true;
    }
}

bool is_linked_to_value(const Parts& parts, const Placed& at) {
  const auto links = [&](std::size_t word) {
    return parts.scene.grammar.is(WordList::links, parts.scene.words, word);
  };
  return !parts.view.values(at.first).empty() &&
         std::ranges::any_of(parts.conditions, [&](const Said<Where>& said) {
           return (said.at->end + 1 == at.first && links(said.at->end)) ||
                  (at.end + 1 == said.at->first && links(at.end));
         });
}

}  // namespace sluice::analytics
