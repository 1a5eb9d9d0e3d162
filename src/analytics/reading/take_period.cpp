#include "analytics/reading/take_period.h"
#include "analytics/language/spans.h"

#include "analytics/language/word_table.h"
#include "base/text.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

// The times that were said: one stretch, or two that are compared.
namespace sluice::analytics {
// A state has no stretch: of one, the edge that the words name is looked at.
PeriodSpec spec_of(const Parts& parts, const FoundPeriod& found) {
  PeriodSpec spec = to_spec(found, parts.period_context());
  if (found.text.empty()) spec.grain = found.grain;
  // "At the end of September": the last reading that there was by then, whenever it was taken.
  const catalog::Measure* measure = parts.what.measure;
  if (measure != nullptr && measure->aggregation == catalog::Aggregation::last &&
      found.edge == PeriodEdge::end) {
    spec.open_start = true;
    spec.grain.reset();
  }
  return parts.is_state() ? edge_of(std::move(spec), found.edge, parts.scene.context.timezone)
                          : spec;
}

namespace {

// Only then are two times one question; else each would have an answer of its own.
[[nodiscard]] bool compares_times(const Parts& parts) {
  return parts.asks(AskedFor::versus) || !parts.changes.empty() || parts.explains_change();
}

// "January and February" touch and are one stretch; "in 2026, in September": the narrower one.
[[nodiscard]] std::optional<FoundPeriod> one_stretch(Parts& parts) {
  std::optional<FoundPeriod> whole;
  for (const Said<During>& said : parts.periods) {
    const FoundPeriod& next = said.piece->period;
    const bool narrower =
        whole && next.start >= whole->start && next.end <= whole->end && next.start != whole->end;
    if (!whole || narrower) {
      whole = next;
    } else if (next.open_start && !whole->open_start && next.end > whole->start) {
      // "This year, until the end of October": it says where the other one ends.
      if (next.end >= whole->end) continue;
      whole->end = next.end;
      whole->full_end = next.full_end;
      whole->partial = next.partial;
      whole->text.clear();
    } else if (next.start == whole->end) {
      whole->end = next.end;
      whole->full_end = next.full_end;
      whole->partial = next.partial;
      whole->text.clear();
    } else if (!(whole->start >= next.start && whole->end <= next.end)) {
      // With one of the times left out, another question would be answered.
      parts.fail(*said.at);
    }
  }
  return whole;
}

// "The change between Q2 and Q3" is no stretch from April to September.
[[nodiscard]] std::optional<std::pair<FoundPeriod, FoundPeriod>> two_ends(
    const Parts& parts, const FoundPeriod& whole) {
  const std::string& text = whole.text;
  for (const auto& [lead, link] :
       {std::pair<std::string_view, std::string_view>{"between ", " and "},
        {"from ", " to "},
        {"", " to "}}) {
    const std::size_t middle = text.find(link);
    if (!text.starts_with(lead) || middle == std::string::npos) continue;
    auto first =
        resolve_period(text.substr(lead.size(), middle - lead.size()), parts.period_context());
    auto second = resolve_period(text.substr(middle + link.size()), parts.period_context());
    if (!first || !second || !first->grain || first->grain != second->grain) continue;
    if (first->start >= second->start) continue;
    return std::pair{*std::move(first), *std::move(second)};
  }
  return std::nullopt;
}

// The later one is asked, and compared with the earlier one.
void compare_two(Parts& parts, const FoundPeriod& a, const FoundPeriod& b, const Placed& at) {
  const FoundPeriod& later = a.start > b.start ? a : b;
  const FoundPeriod& earlier = a.start > b.start ? b : a;
  parts.plan.period = spec_of(parts, later);
  const PeriodSpec spec = to_spec(later, parts.period_context());
  const auto starts_at = [&](Comparison kind) {
    const PeriodSpec other = comparison_period(spec, kind, parts.period_context());
    return parts.scene.context.timezone.day_of(other.start) == earlier.start;
  };
  if (starts_at(Comparison::previous_period)) {
    parts.plan.comparison = Comparison::previous_period;
  } else if (starts_at(Comparison::previous_year)) {
    parts.plan.comparison = Comparison::previous_year;
  } else if (earlier.end <= later.start && !earlier.open_start) {
    // All that ever was is no stretch to compare with ("and by the 21st of last month").
    parts.plan.comparison = Comparison::named_period;
    parts.plan.other_period = spec_of(parts, earlier);
  } else {
    parts.fail(at);
  }
}

// Whether a number beside the counted one is no state: of it there is nothing at a moment.
[[nodiscard]] bool has_flow_beside(const Parts& parts) {
  return std::ranges::any_of(parts.besides, [](const Said<SideBySide>& said) {
    const MeasureSense& other = said.piece->other;
    return other.measure == nullptr || !is_state(*other.entry, *other.measure);
  });
}

// "On a Monday", "on Mondays" are no single day; "at the end of Q2" is a moment, at which only a
// state can be looked at.
void check_period(Parts& parts, const Said<During>& said) {
  const FoundPeriod& period = said.piece->period;
  // The latest reading within a stretch is the one that held at its end.
  const catalog::Measure* measure = parts.what.measure;
  const bool latest = measure != nullptr && measure->aggregation == catalog::Aggregation::last &&
                      period.edge == PeriodEdge::end;
  const bool moment = period.edge != PeriodEdge::whole && !latest;
  if (moment && (!parts.is_state() || has_flow_beside(parts))) return parts.fail(*said.at);
  const TextWord& last = parts.scene.words[said.at->end - 1];
  const bool weekday = parts.scene.grammar.is(WordList::days, last.text);
  const bool any = parts.scene.grammar.is(WordList::weekly_days, last.text);
  const std::size_t before = said.at->first == 0 ? 0 : said.at->first - 1;
  for (std::size_t at = before; weekday && at < said.at->end; ++at)
    if (parts.scene.grammar.is(WordList::any_one, parts.scene.words[at].text))
      return parts.fail(*said.at);
  // "Supposed to close in December": a time that is over is not what is planned.
  const bool planned = parts.says_any(WordList::planned);
  const bool plans = parts.says_any(WordList::expected);
  if (period.future && !planned) return parts.fail(*said.at);
  if (plans && !period.future && !period.partial && !period.open_start) return parts.fail(*said.at);
  if (any && said.at->end - said.at->first <= 2 && !parts.scene.words[said.at->first].number &&
      !parts.scene.grammar.is(WordList::last, parts.scene.words, said.at->first))
    return parts.fail(*said.at);
}

// "Revenue compared with last year": this one so far, with the same days of that one. Only of the
// step of time right before the one that runs.
void compare_now_with(Parts& parts, const Said<ComparedWith>& named, const FoundPeriod& other) {
  if (!other.grain || other.partial || other.open_start) return parts.fail(*named.at);
  const std::string now = "this " + std::string(to_text(*other.grain));
  const auto running = resolve_period(now, parts.period_context());
  if (!running || running->start != other.end) return parts.fail(*named.at);
  parts.assume("period", now + " so far, because no period was named");
  parts.plan.period = spec_of(parts, *running);
  parts.plan.comparison = Comparison::previous_period;
}

// "In July vs June": the comparison brought its own time.
void compare_named(Parts& parts, const Said<ComparedWith>& named, const FoundPeriod& other) {
  if (parts.periods.empty()) return compare_now_with(parts, named, other);
  if (parts.periods.size() != 1) return parts.fail(*named.at);
  // "On Saturdays vs Sundays" names no day to compare with.
  const std::string& last = parts.scene.words[named.at->end - 1].text;
  if (parts.scene.grammar.is(WordList::weekly_days, last)) return parts.fail(*named.at);
  // "January and February" touch and are one stretch; "January and April" are two numbers.
  const FoundPeriod& one = parts.periods.front().piece->period;
  const bool linked =
      parts.scene.grammar.is(WordList::and_words, parts.scene.words, named.at->first);
  const bool touching = one.end >= other.start && other.end >= one.start;
  if (linked && touching && !compares_times(parts)) return parts.fail(*named.at);
  compare_two(parts, one, other, *named.at);
  // "The same days in October": as far as the running time has come, of the one before it only.
  const auto& words = parts.scene.words;
  for (std::size_t at = named.at->first; at < named.at->end; ++at)
    if (parts.scene.grammar.is(WordList::same, words, at) &&
        (parts.plan.comparison == Comparison::named_period || !one.partial))
      parts.fail(*named.at);
}

// Four digits in a row.
[[nodiscard]] bool names_year(std::string_view text) {
  constexpr std::size_t digits = 4;
  std::size_t run = 0;
  for (const char letter : text) {
    run = is_digit(letter) ? run + 1 : 0;
    if (run == digits) return true;
  }
  return false;
}

// The same time a year later, where that lies ahead: "in December", "before December 10".
[[nodiscard]] std::optional<FoundPeriod> coming_one(const Parts& parts, const FoundPeriod& period) {
  const LocalDay today = parts.scene.context.timezone.day_of(parts.scene.context.now);
  const bool dated = std::ranges::any_of(period.text, is_digit);
  if (!period.open_start && (dated || period.grain != Grain::month)) return std::nullopt;
  if (names_year(period.text) || period.end > today) return std::nullopt;
  const std::chrono::year_month_day named(period.open_start ? period.end : period.start);
  const std::string coming = period.text + " " + std::to_string(static_cast<int>(named.year()) + 1);
  return resolve_period(coming, parts.period_context());
}

}  // namespace

void look_ahead(Parts& parts) {
  const bool due = std::ranges::any_of(parts.moments, [](const Said<TimeOf>& said) {
    return said.piece->field.field->moment == catalog::Moment::due;
  });
  const bool past = parts.says_any(WordList::past);
  const bool expected = parts.says_any(WordList::expected) || (due && !past);
  const LocalDay today = parts.scene.context.timezone.day_of(parts.scene.context.now);
  for (Said<During>& said : parts.periods) {
    const FoundPeriod& period = said.piece->period;
    // "Closing by Dec 10": with an end alone, what is due is enough.
    const bool ends = period.open_start || period.edge == PeriodEdge::end;
    if (!expected && !(ends && !past && parts.says_any(WordList::due))) continue;
    FoundPeriod next = coming_one(parts, period).value_or(period);
    if (period.edge == PeriodEdge::end && !parts.is_state()) {
      next.edge = PeriodEdge::whole;
      next.open_start = true;
      next.start = LocalDay{};
    }
    // Until a day to come: what lies between is ahead, whatever it begins with. These words alone
    // would be read as a time that is over.
    const bool until = next.open_start && next.full_end > today + std::chrono::days(1);
    if (until) {
      next.future = true;
      next.text.clear();
    }
    if (!next.future || period.future) continue;
    parts.ahead.push_back({std::move(next)});
    said.piece = &parts.ahead.back();
  }
}

namespace {

[[nodiscard]] bool lies_ahead(const catalog::Field* field) {
  return field != nullptr &&
         (field->moment == catalog::Moment::due || field->moment == catalog::Moment::ends);
}

// "Ended", "the contracts expired": what is over.
[[nodiscard]] bool is_over(const Parts& parts, std::size_t word) {
  return WordTable::english().is_participle(parts.scene.words[word].text);
}

// "Contracts that end this year": also those of the days to come.
[[nodiscard]] bool ends_ahead(const Parts& parts) {
  if (parts.says_any(WordList::past)) return false;
  if (std::ranges::any_of(parts.moments, [&](const Said<TimeOf>& said) {
        return lies_ahead(said.piece->field.field) && !is_over(parts, said.at->end - 1);
      }))
    return true;
  const catalog::Measure* measure = parts.what.measure;
  return parts.moments.empty() && measure != nullptr && !measure->time.empty() &&
         lies_ahead(find_field(*parts.what.entry, measure->time)) &&
         std::ranges::none_of(parts.view.anchor().words,
                              [&](std::size_t word) { return is_over(parts, word); });
}

// Of a rate only what is over is known: what is yet to come is in neither number.
[[nodiscard]] bool is_rate(const Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  return measure != nullptr && measure->aggregation == catalog::Aggregation::formula;
}

}  // namespace

void take_period(Parts& parts) {
  for (const Said<During>& said : parts.periods)
    check_period(parts, said);
  if (!parts.comparisons.empty()) {
    const Said<ComparedWith>& named = parts.comparisons.front();
    const std::optional<FoundPeriod>& other = named.piece->period;
    if (other) return compare_named(parts, named, *other);
  }
  constexpr std::size_t pair = 2;
  if (parts.periods.size() == pair && compares_times(parts)) {
    const FoundPeriod& a = parts.periods[0].piece->period;
    const FoundPeriod& b = parts.periods[1].piece->period;
    if (a.end <= b.start || b.end <= a.start) return compare_two(parts, a, b, *parts.periods[1].at);
  }
  const auto whole = one_stretch(parts);
  if (!whole || parts.impossible) return;
  if (parts.periods.size() == 1 && compares_times(parts))
    if (const auto ends = two_ends(parts, *whole))
      return compare_two(parts, ends->first, ends->second, *parts.periods.front().at);
  parts.plan.period = spec_of(parts, *whole);
  // Of what is planned, the whole of a time that has begun.
  const bool ahead = whole->future || (whole->partial && !is_rate(parts) &&
                                       (parts.says_any(WordList::due) || ends_ahead(parts)));
  if (!ahead) return;
  parts.plan.period->end = parts.scene.context.timezone.start_of(whole->full_end);
  parts.plan.period->partial = false;
}

}  // namespace sluice::analytics
