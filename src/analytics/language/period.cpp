#include "analytics/language/period.h"

#include "analytics/language/period_parse.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

using period_grammar::MaybeReading;
using period_grammar::read_range;
using period_grammar::read_simple;
using period_grammar::Scan;
using period_grammar::scan;
using period_grammar::Stretch;
using period_grammar::Word;
using std::chrono::days;

// Words in front that make a doubtful word a time: "in May", "for 2025".
[[nodiscard]] bool is_time_preposition(const Scan& scan, std::size_t at) {
  return scan.is(
      at, {"in",      "of",     "during", "for",     "since",  "until", "by",    "throughout", "on",
           "from",    "and",    "to",     "vs",      "versus", "than",  "over",  "within",     ",",
           "between", "before", "after",  "through", "around", "mid",   "early", "late"});
}

[[nodiscard]] MaybeReading read_any(const Scan& scan, std::size_t at) {
  auto simple = read_simple(scan, at);
  auto range = read_range(scan, at);
  if (!range) return simple;
  if (!simple || range->next > simple->next) return range;
  return simple;
}

[[nodiscard]] FoundPeriod finish(const Scan& scan, const Stretch& stretch) {
  FoundPeriod found;
  found.start = stretch.start;
  found.end = stretch.end;
  found.full_end = stretch.end;
  found.grain = stretch.grain;
  found.open_start = stretch.open_start;
  found.bare = stretch.bare;
  found.edge = stretch.edge;
  const LocalDay tomorrow = scan.today + days(1);
  found.future = stretch.start > scan.today || stretch.forward;
  if (!found.future && stretch.end >= tomorrow) {
    found.end = tomorrow;
    found.partial = true;
  }
  return found;
}

void locate(FoundPeriod& found, const Scan& scan, std::size_t first, std::size_t next,
            std::string_view text) {
  const Word& last = scan.words[next - 1];
  found.offset = scan.words[first].offset;
  found.length = last.offset + last.length - found.offset;
  found.text = std::string(text.substr(found.offset, found.length));
}

[[nodiscard]] bool in_word(const Scan& scan, std::size_t at) {
  // "web-mar" or "v2026": glued behind letters or a dash is part of a name.
  if (!scan.glued(at) || at == 0) return false;
  const std::string_view before = scan.at(at - 1);
  return !(before == "(" || before == "," || before == "'" || before == "\"" || before == "/" ||
           before == "[" || before == ":" || before == ";");
}

}  // namespace

std::vector<FoundPeriod> find_periods(std::string_view text, const PeriodContext& context) {
  const auto words = scan(text);
  const Scan scanned{words, context.zone.day_of(context.now), context.week};
  std::vector<FoundPeriod> found;
  std::size_t at = 0;
  while (at < words.size()) {
    const auto reading = in_word(scanned, at) ? std::nullopt : read_any(scanned, at);
    if (!reading) {
      ++at;
      continue;
    }
    FoundPeriod period = finish(scanned, reading->stretch);
    if (period.bare && at > 0 && is_time_preposition(scanned, at - 1)) period.bare = false;
    locate(period, scanned, at, reading->next, text);
    found.push_back(std::move(period));
    at = reading->next;
  }
  return found;
}

std::optional<FoundPeriod> resolve_period(std::string_view text, const PeriodContext& context) {
  const auto words = scan(text);
  const Scan scanned{words, context.zone.day_of(context.now), context.week};
  std::size_t end = words.size();
  while (end > 0 && scanned.is(end - 1, {"?", ".", "!", ","}))
    --end;
  std::size_t at = 0;
  while (at < end) {
    const auto reading = read_any(scanned, at);
    if (reading && (reading->next == end || reading->next == words.size())) {
      FoundPeriod period = finish(scanned, reading->stretch);
      locate(period, scanned, at, reading->next, text);
      return period;
    }
    const bool of = scanned.is(at, {"as"}) && scanned.is(at + 1, {"of"});
    if (!of && !scanned.is(
                   at, {"in", "on", "during", "for", "over", "within", "throughout", "at", "around",
                        "by", "of", "the", "all", "about", "sometime", "anytime", "sometimes"}))
      return std::nullopt;
    at += of ? 2 : 1;
  }
  return std::nullopt;
}

PeriodSpec to_spec(const FoundPeriod& found, const PeriodContext& context) {
  PeriodSpec spec;
  spec.text = found.text;
  spec.start = context.zone.start_of(found.start);
  spec.end = found.partial ? context.now : context.zone.start_of(found.end);
  spec.grain = found.grain;
  spec.partial = found.partial;
  spec.open_start = found.open_start;
  return spec;
}

PeriodSpec edge_of(PeriodSpec spec, PeriodEdge edge, const TimeZone& zone) {
  if (edge == PeriodEdge::whole) return spec;
  spec.grain = Grain::day;
  if (edge == PeriodEdge::start) {
    spec.end = spec.start;
  } else {
    spec.start = zone.start_of(zone.day_of(spec.end - std::chrono::milliseconds(1)));
  }
  return spec;
}

PeriodSpec as_of_now(const PeriodSpec& spec, const PeriodContext& context) {
  const auto found = resolve_period(spec.text, context);
  if (!found) return spec;
  PeriodSpec now = to_spec(*found, context);
  const bool at_start = found->edge == PeriodEdge::start && spec.start == spec.end;
  constexpr std::chrono::hours longest_day{25};
  const bool at_end = found->edge == PeriodEdge::end && spec.end - spec.start <= longest_day;
  return at_start || at_end ? edge_of(std::move(now), found->edge, context.zone) : now;
}

PeriodSpec comparison_period(const PeriodSpec& period, Comparison comparison,
                             const PeriodContext& context) {
  PeriodSpec other = period;
  other.text.clear();
  other.partial = false;
  if (comparison == Comparison::none || comparison == Comparison::named_period) return other;
  const LocalDay start = context.zone.day_of(period.start);
  const LocalDay last = context.zone.day_of(period.end - std::chrono::milliseconds(1));
  const LocalDay end = last + days(1);
  const auto move = [&](LocalDay day, Grain unit, int count) {
    return context.zone.start_of(add(day, unit, count));
  };
  if (comparison == Comparison::previous_year) {
    other.start = move(start, Grain::year, -1);
    other.end = move(end, Grain::year, -1);
    return other;
  }
  // Whole units step by whole units, so that February is followed back by January.
  const auto grain = period.grain;
  const bool units = grain && start_of(*grain, start, context.week) == start &&
                     (period.partial || start_of(*grain, end, context.week) == end);
  if (!units) {
    const auto length = end - start;
    other.start = context.zone.start_of(start - length);
    other.end = context.zone.start_of(start);
    return other;
  }
  int count = 0;
  while (add(start, *grain, count) < end)
    ++count;
  const LocalDay other_start = add(start, *grain, -count);
  other.start = context.zone.start_of(other_start);
  other.end = context.zone.start_of(start);
  if (period.partial && count == 1)
    other.end = context.zone.start_of(std::min(start, other_start + (end - start)));
  return other;
}

std::string_view usual_span(Grain grain) {
  switch (grain) {
    case Grain::day: return "last 30 days";
    case Grain::week: return "last 12 weeks";
    case Grain::month: return "last 12 months";
    case Grain::quarter: return "last 8 quarters";
    case Grain::year: return "last 3 years";
  }
  return "last 12 months";
}

Grain fitting_grain(const PeriodSpec& period) {
  const auto days = std::chrono::duration_cast<std::chrono::hours>(period.end - period.start) /
                    std::chrono::hours(24);
  constexpr int by_day = 16;
  constexpr int by_week = 62;
  constexpr int by_month = 800;
  if (days <= by_day) return Grain::day;
  if (days <= by_week) return Grain::week;
  return days <= by_month ? Grain::month : Grain::quarter;
}

std::optional<Grain> grain_word(std::string_view word) {
  if (word == "day" || word == "days" || word == "date" || word == "dates") return Grain::day;
  if (word == "week" || word == "weeks") return Grain::week;
  if (word == "month" || word == "months") return Grain::month;
  if (word == "quarter" || word == "quarters") return Grain::quarter;
  if (word == "year" || word == "years") return Grain::year;
  return std::nullopt;
}

}  // namespace sluice::analytics
