#include "analytics/language/number_words.h"
#include "analytics/language/period_parse.h"

// Single days and runs of days: "14 July 2026", "July 13-15", "2026-10-05", "10/5/26", "Monday".
namespace sluice::analytics::period_grammar {
namespace {

using std::chrono::days;

[[nodiscard]] Stretch day_stretch(LocalDay day) {
  return Stretch{.start = day, .end = day + days(1), .grain = Grain::day, .yearless = {}};
}

struct DayNumber {
  int day = 0;
  std::size_t next = 0;
};

// "14", "14th", "the fourteenth": 1 to 31.
[[nodiscard]] std::optional<DayNumber> read_day_number(const Scan& scan, std::size_t at,
                                                       bool words) {
  const std::size_t begin = scan.skip(at, {"the"});
  constexpr int days_per_month_max = 31;
  std::optional<Counted> number = read_ordinal(scan, begin);
  const bool is_word = number && scan.number(begin) < 0;
  if (is_word && !words) return std::nullopt;
  if (!number && scan.number(begin) >= 1 && scan.words[begin].text.size() <= 2)
    number = Counted{scan.number(begin), begin + 1};
  if (!number || number->count < 1 || number->count > days_per_month_max) return std::nullopt;
  return DayNumber{number->count, number->next};
}

[[nodiscard]] MaybeReading dated(const Scan& scan, int month, const DayNumber& day) {
  std::size_t at = scan.skip(day.next, {","});
  at = scan.skip(at, {"of", "in"});
  const bool short_form =
      scan.is(at, {"'"}) || (scan.is(day.next, {"-", "/"}) && scan.glued(day.next));
  if (scan.is(day.next, {"-", "/"})) at = day.next + 1;
  if (const auto year = read_year(scan, at, short_form)) {
    const auto found = day_of(year->count, month, day.day);
    if (!found) return std::nullopt;
    return Reading{day_stretch(*found), year->next};
  }
  const auto found = latest({Grain::day, month, day.day}, scan.today);
  if (!found) return std::nullopt;
  return Reading{*found, day.next};
}

[[nodiscard]] bool is_dash(const Scan& scan, std::size_t at) {
  return scan.is(at, {"-", "to", "through", "thru", "till", "until"});
}

// "July 14", "July 14th, 2026", "July 13-15".
[[nodiscard]] MaybeReading read_month_day(const Scan& scan, std::size_t at) {
  const auto month = month_word(scan.at(at));
  if (!month) return std::nullopt;
  const std::size_t day_at = scan.skip(scan.skip(at + 1, {"."}), {"-", "/"});
  const auto first = read_day_number(scan, day_at, true);
  if (!first) return std::nullopt;
  auto found = dated(scan, *month, *first);
  if (!found || !is_dash(scan, first->next)) return found;
  const auto last = read_day_number(scan, first->next + 1, true);
  if (!last || last->day <= first->day || month_word(scan.at(last->next))) return found;
  auto end = dated(scan, *month, *last);
  if (!end) return found;
  const auto start = day_of(year_of(end->stretch.start), *month, first->day);
  if (!start) return found;
  Stretch run = end->stretch;
  run.start = *start;
  run.yearless.reset();
  return Reading{run, end->next};
}

// "14 July", "the 14th of July 2026", "14-Jul-26", "13 to 15 July".
[[nodiscard]] MaybeReading read_day_month(const Scan& scan, std::size_t at) {
  const auto first = read_day_number(scan, at, true);
  if (!first) return std::nullopt;
  std::optional<DayNumber> last = first;
  const bool run = is_dash(scan, first->next) && !month_word(scan.at(first->next + 1));
  if (run) last = read_day_number(scan, first->next + 1, true);
  if (!last || (run && last->day <= first->day)) return std::nullopt;
  std::size_t month_at = scan.skip(last->next, {"day"});
  month_at = scan.skip(scan.skip(month_at, {"of", "in", "-", "/"}), {"the"});
  std::optional<int> month = month_word(scan.at(month_at));
  std::size_t next = month_at + 1;
  int year = 0;
  if (!month) {  // "the 20th of last month".
    const int shift = scan.is(month_at, {"last", "previous", "past"})   ? -1
                      : scan.is(month_at, {"this", "current", "month"}) ? 0
                      : scan.is(month_at, {"next"})                     ? 1
                                                                        : -99;
    const std::size_t unit_at = scan.is(month_at, {"month"}) ? month_at : month_at + 1;
    if (shift == -99 || !scan.is(unit_at, {"month"}) || month_at == last->next) return std::nullopt;
    const LocalDay start = unit_stretch(Grain::month, scan.today, shift, scan.week).start;
    month = month_of(start);
    year = year_of(start);
    next = unit_at + 1;
  }
  MaybeReading found;
  if (year != 0) {
    const auto day = day_of(year, *month, last->day);
    if (!day) return std::nullopt;
    found = Reading{day_stretch(*day), next};
  } else {
    found = dated(scan, *month, {last->day, scan.skip(next, {"."})});
  }
  if (!found || !run) return found;
  const auto start = day_of(year_of(found->stretch.start), *month, first->day);
  if (!start) return std::nullopt;
  found->stretch.start = *start;
  found->stretch.yearless.reset();
  return found;
}

// "2026-10-05", "2026/10/05" and, month first as in the en-US locale, "10/5", "10/5/2026".
[[nodiscard]] MaybeReading read_numeric(const Scan& scan, std::size_t at) {
  const auto separated = [&](std::size_t index) {
    return scan.is(index, {"-", "/", "."}) && scan.number(index + 1) >= 0;
  };
  if (!separated(at + 1)) return std::nullopt;
  const int a = scan.number(at);
  const int b = scan.number(at + 2);
  const bool three = separated(at + 3) && scan.at(at + 3) == scan.at(at + 1);
  if (const auto year = read_year(scan, at, false); year && three) {
    const auto found = day_of(a, b, scan.number(at + 4));
    if (!found) return std::nullopt;
    std::size_t next = at + 5;
    // A time of day behind the date ("T09:00:00Z") belongs to the same day.
    if (scan.is(next, {"t"}) && scan.glued(next))
      while (next < scan.words.size() && scan.glued(next))
        ++next;
    return Reading{day_stretch(*found), next};
  }
  if (a < 1 || scan.words[at].text.size() > 2 || scan.words[at + 2].text.size() > 2)
    return std::nullopt;
  if (three) {
    const auto year = read_year(scan, at + 4, true);
    if (!year) return std::nullopt;
    auto found = day_of(year->count, a, b);
    if (!found) found = day_of(year->count, b, a);  // 31/12/2026 can only be day first.
    if (!found) return std::nullopt;
    return Reading{day_stretch(*found), at + 5};
  }
  if (scan.is(at + 1, {"."})) return std::nullopt;  // 2.5 is a number.
  const auto found = latest({Grain::day, a, b}, scan.today);
  if (!found) return std::nullopt;
  Reading reading{*found, at + 3};
  reading.stretch.bare = true;
  return reading;
}

// "Monday", "on Mon.", "Monday, July 14", "Tuesday the 19th", "Wednesday of last week".
[[nodiscard]] MaybeReading read_weekday(const Scan& scan, std::size_t at) {
  const auto weekday = weekday_word(scan.at(at));
  if (!weekday) return std::nullopt;
  std::size_t next = scan.skip(scan.skip(at + 1, {"."}), {","});
  next = scan.skip(next, {"the"});
  for (const auto rule : {read_month_day, read_day_month, read_numeric})
    if (const auto dated_day = rule(scan, next)) return dated_day;
  if (const auto number = read_day_number(scan, next, true); number && next > at + 1) {
    LocalDay month = start_of(Grain::month, scan.today, scan.week);
    constexpr int search_months = 24;
    for (int back = 0; back < search_months; ++back, month = add(month, Grain::month, -1)) {
      const auto day = day_of(year_of(month), month_of(month), number->day);
      if (day && *day <= scan.today && weekday_of(*day) == *weekday)
        return Reading{day_stretch(*day), number->next};
    }
  }
  const std::size_t week_at = scan.skip(scan.skip(at + 1, {"of", "from", "in"}), {"the"});
  const auto week = read_relative(scan, week_at);
  if (week && week->stretch.grain == Grain::week &&
      week->stretch.end - week->stretch.start == days(7))
    return Reading{day_stretch(next_weekday(week->stretch.start, *weekday)), week->next};
  // The latest one that has begun.
  Reading found{day_stretch(next_weekday(scan.today - days(6), *weekday)),
                scan.skip(at + 1, {"."})};
  found.stretch.bare = scan.at(at).size() <= 3;  // "sun", "sat", "mon", "wed"
  return found;
}

// "on the 15th": of the latest month in which it has come.
[[nodiscard]] MaybeReading read_lone_day(const Scan& scan, std::size_t at) {
  const std::size_t the = scan.skip(at, {"on"});
  if (!scan.is(the, {"the"}) || the == at) return std::nullopt;
  const auto number = read_day_number(scan, the + 1, true);
  if (!number || (scan.number(the + 1) >= 0 && number->next == the + 2)) return std::nullopt;
  LocalDay month = start_of(Grain::month, scan.today, scan.week);
  for (int back = 0; back <= 2; ++back, month = add(month, Grain::month, -1)) {
    const auto day = day_of(year_of(month), month_of(month), number->day);
    if (day && *day <= scan.today) return Reading{day_stretch(*day), number->next};
  }
  return std::nullopt;
}

}  // namespace

MaybeReading read_day(const Scan& scan, std::size_t at) {
  MaybeReading best;
  const std::size_t behind_the = scan.skip(at, {"the"});
  for (const auto rule : {read_numeric, read_day_month, read_lone_day, read_weekday}) {
    auto found = rule(scan, at);
    if (found && (!best || found->next > best->next)) best = std::move(found);
  }
  auto found = read_month_day(scan, behind_the);
  if (found && (!best || found->next > best->next)) best = std::move(found);
  return best;
}

}  // namespace sluice::analytics::period_grammar
