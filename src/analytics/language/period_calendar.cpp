#include "analytics/language/number_words.h"
#include "analytics/language/period_parse.h"

// Stretches with a calendar name: years, halves, quarters, months, ISO weeks.
namespace sluice::analytics::period_grammar {
namespace {

using std::chrono::days;

[[nodiscard]] Stretch whole_year(int year) {
  Stretch result = unit_stretch(Grain::year, first_of_month(year, 1), 0, WeekStart::monday);
  return result;
}

// What may follow a yearless name: "2026", "'26", "of 2026", "last year", "of this year".
[[nodiscard]] std::optional<Counted> read_year_behind(const Scan& scan, std::size_t at) {
  std::size_t next = scan.skip(at, {",", "-", "/"});
  next = scan.skip(next, {"of", "in"});
  next = scan.skip(next, {"the"});
  next = scan.skip(next, {"fiscal", "fy", "year"});
  const bool apostrophe = scan.is(next, {"'"});
  if (const auto year = read_year(scan, next, apostrophe)) return year;
  const int running = year_of(scan.today);
  if (scan.is(next + 1, {"year", "yr"})) {
    if (scan.is(next, {"last", "previous", "past", "prior"})) return Counted{running - 1, next + 2};
    if (scan.is(next, {"this", "current"})) return Counted{running, next + 2};
    if (scan.is(next, {"next"})) return Counted{running + 1, next + 2};
  }
  // "September a year ago": of the year before the running one.
  if (scan.is(at, {"a", "one"}) && scan.is(at + 1, {"year"}) && scan.is(at + 2, {"ago", "earlier"}))
    return Counted{running - 1, at + 3};
  if (next > at && scan.is(next - 1, {"year"}) && scan.is(next - 2, {"the"}))
    return Counted{running, next};
  return std::nullopt;
}

[[nodiscard]] MaybeReading with_year(const Scan& scan, const Yearless& what, std::size_t next) {
  if (const auto year = read_year_behind(scan, next)) {
    auto found = in_year(what, year->count);
    if (!found) return std::nullopt;
    found->yearless.reset();
    return Reading{*found, year->next};
  }
  const auto found = latest(what, scan.today);
  if (!found) return std::nullopt;
  return Reading{*found, next};
}

// "Q3", "Q3 2026", "H1", "2026 Q3", "2026-H1", "18q4", "FY26 Q2".
[[nodiscard]] MaybeReading read_lettered(const Scan& scan, std::size_t at) {
  std::size_t next = at;
  std::optional<Counted> year = read_year(scan, at, true);
  const bool fiscal = scan.is(at, {"fy"});
  if (fiscal) year = read_year(scan, at + 1, true);
  if (year) {
    // Two digits are a year only when the quarter follows at once: "18q4".
    if (scan.words[at].text.size() == 2 && !fiscal && !scan.glued(year->next)) return std::nullopt;
    next = scan.skip(year->next, {"-", "/"});
  }
  if (!scan.is(next, {"q", "h"})) return std::nullopt;
  const bool quarter = scan.is(next, {"q"});
  const int number = scan.number(next + 1);
  if (number < 1 || number > (quarter ? 4 : 2) || !scan.glued(next + 1)) return std::nullopt;
  const Yearless what{quarter ? Grain::quarter : Grain::year, number, 0};
  next += 2;
  if (!year) return with_year(scan, what, next);
  auto found = in_year(what, year->count);
  if (!found) return std::nullopt;
  found->yearless.reset();
  return Reading{*found, next};
}

// "third quarter", "the first half of 2026", "second quarter last year".
[[nodiscard]] MaybeReading read_ordinal_part(const Scan& scan, std::size_t at) {
  const std::size_t begin = scan.skip(at, {"the"});
  std::optional<Counted> number = read_ordinal(scan, begin);
  if (scan.is(begin, {"last", "final"})) number = Counted{0, begin + 1};
  if (!number) return std::nullopt;
  const std::size_t unit_at = scan.skip(scan.skip(number->next, {"fiscal", "calendar"}), {"-"});
  const bool quarter = scan.is(unit_at, {"quarter", "qtr"});
  const bool half = scan.is(unit_at, {"half"});
  if (!quarter && !half) return std::nullopt;
  const int most = quarter ? 4 : 2;
  const std::size_t next = unit_at + 1;
  if (number->count > most) return std::nullopt;
  if (number->count == 0) {  // "last quarter of 2025", but not "last quarter".
    if (!read_year_behind(scan, next)) return std::nullopt;
    number->count = most;
  }
  const Yearless what{quarter ? Grain::quarter : Grain::year, number->count, 0};
  return with_year(scan, what, next);
}

[[nodiscard]] bool is_doubtful_month(std::string_view word) {
  return word == "may" || word == "mar" || word == "march" || word == "sun" || word == "dec";
}

// "September", "Sept 2026", "the month of May", "2026-09", "09/2026".
[[nodiscard]] MaybeReading read_month(const Scan& scan, std::size_t at) {
  std::size_t begin = scan.skip(at, {"the"});
  if (scan.is(begin, {"month"}) && scan.is(begin + 1, {"of"})) begin += 2;
  const auto month = month_word(scan.at(begin));
  if (month) {
    const std::size_t next = scan.skip(begin + 1, {"."});
    const bool dotted = next > begin + 1 && !read_year(scan, next, false);
    auto found = with_year(scan, {Grain::month, *month, 0}, dotted ? begin + 1 : next);
    if (found && found->stretch.yearless && begin == at)
      found->stretch.bare = is_doubtful_month(scan.at(begin));
    return found;
  }
  const auto year = read_year(scan, at, false);
  if (year && scan.is(year->next, {"-", "/"}) && scan.number(year->next + 1) >= 1 &&
      scan.number(year->next + 1) <= 12 && scan.glued(year->next) && scan.glued(year->next + 1) &&
      !(scan.is(year->next + 2, {"-", "/"}) && scan.number(year->next + 3) >= 0)) {
    auto found = in_year({Grain::month, scan.number(year->next + 1), 0}, year->count);
    if (!found) return std::nullopt;
    found->yearless.reset();
    return Reading{*found, year->next + 2};
  }
  if (scan.number(at) >= 1 && scan.number(at) <= 12 && scan.is(at + 1, {"/"})) {
    const auto behind = read_year(scan, at + 2, false);
    if (!behind) return std::nullopt;
    auto found = in_year({Grain::month, scan.number(at), 0}, behind->count);
    if (!found) return std::nullopt;
    found->yearless.reset();
    return Reading{*found, behind->next};
  }
  return std::nullopt;
}

// "2025", "the year 2025", "FY2025", "calendar 2025".
[[nodiscard]] MaybeReading read_plain_year(const Scan& scan, std::size_t at) {
  std::size_t begin = scan.skip(at, {"the"});
  const std::size_t named =
      scan.skip(scan.skip(begin, {"calendar", "fiscal"}), {"year", "fy", "cy"});
  const auto year = read_year(scan, named, scan.is(begin, {"fy"}));
  if (!year || (named == begin && begin != at)) return std::nullopt;
  Reading found{whole_year(year->count), year->next};
  found.stretch.bare = named == at;
  return found;
}

// "week 42", "W42", "2026-W42", "calendar week 53 of 2026".
[[nodiscard]] MaybeReading read_iso_week(const Scan& scan, std::size_t at) {
  std::optional<Counted> year = read_year(scan, at, false);
  std::size_t next = year ? scan.skip(year->next, {"-"}) : scan.skip(at, {"iso", "calendar"});
  const bool letter = scan.is(next, {"w", "kw", "cw"});
  if (!letter && !scan.is(next, {"week", "wk"})) return std::nullopt;
  next = scan.skip(next + 1, {"number", "no", "#"});
  const int week = scan.number(next);
  if (week < 1 || (letter && !scan.glued(next))) return std::nullopt;
  ++next;
  if (!year) {
    year = read_year_behind(scan, next);
    if (year) next = year->next;
  }
  const int named = year ? year->count : year_of(scan.today);
  auto monday = iso_week(named, week);
  if (!year && (!monday || *monday > scan.today)) monday = iso_week(named - 1, week);
  if (!monday) return std::nullopt;
  // By ISO 8601 from Monday on, wherever the organization's own weeks begin.
  Reading found{unit_stretch(Grain::week, *monday, 0, WeekStart::monday), next};
  if (scan.week != WeekStart::monday) found.stretch.grain.reset();
  found.stretch.bare = !year && !letter;  // "week 4 retention"
  return found;
}

// "early March", "mid-March", "late March": thirds of a month.
[[nodiscard]] MaybeReading read_month_third(const Scan& scan, std::size_t at) {
  if (!scan.is(at, {"early", "mid", "late"})) return std::nullopt;
  const std::size_t month_at = scan.skip(at + 1, {"-", "in"});
  if (!month_word(scan.at(month_at))) return std::nullopt;
  auto found = read_month(scan, month_at);
  if (!found) return std::nullopt;
  constexpr int third = 10;
  Stretch& stretch = found->stretch;
  const LocalDay start = stretch.start;
  if (scan.is(at, {"mid", "late"}))
    stretch.start = start + days(scan.is(at, {"mid"}) ? third : 2 * third);
  if (!scan.is(at, {"late"})) stretch.end = stretch.start + days(third);
  stretch.grain = Grain::day;
  stretch.yearless.reset();
  stretch.bare = false;
  return found;
}

}  // namespace

MaybeReading read_calendar(const Scan& scan, std::size_t at) {
  MaybeReading best;
  for (const auto rule : {read_lettered, read_iso_week, read_ordinal_part, read_month,
                          read_month_third, read_plain_year}) {
    auto found = rule(scan, at);
    if (found && (!best || found->next > best->next)) best = std::move(found);
  }
  return best;
}

}  // namespace sluice::analytics::period_grammar
