#include "analytics/language/period_parse.h"

// Stretches told from today: "yesterday", "last quarter", "past 6 weeks", "month to date".
namespace sluice::analytics::period_grammar {
namespace {

using std::chrono::days;

enum class Direction { back, here, ahead };

struct Led {
  Direction direction = Direction::here;
  std::size_t next = 0;
};

[[nodiscard]] std::optional<Led> read_direction(const Scan& scan, std::size_t at) {
  if (scan.is(at, {"last", "past", "previous", "prior", "trailing", "preceding", "rolling",
                   "latest", "recent", "lst"}))
    return Led{Direction::back, at + 1};
  if (scan.is(at, {"this", "current", "present", "running", "ongoing"}))
    return Led{Direction::here, at + 1};
  if (scan.is(at, {"next", "coming", "upcoming", "following"}))
    return Led{Direction::ahead, at + 1};
  return std::nullopt;
}

[[nodiscard]] std::size_t skip_whole_words(const Scan& scan, std::size_t at) {
  std::size_t next = at;
  while (scan.is(next, {"full", "complete", "completed", "whole", "entire", "calendar", "fiscal",
                        "business", "financial", "consecutive", "most", "recent", "-"}))
    ++next;
  return next;
}

[[nodiscard]] Stretch day_stretch(LocalDay day) {
  return Stretch{.start = day, .end = day + days(1), .grain = Grain::day, .yearless = {}};
}

[[nodiscard]] Stretch to_date(const Scan& scan, Grain grain) {
  Stretch result = unit_stretch(grain, scan.today, 0, scan.week);
  result.end = scan.today + days(1);
  return result;
}

// "last weekend", "this weekend": Saturday and Sunday.
[[nodiscard]] Stretch weekend(const Scan& scan, Direction direction) {
  constexpr int saturday = 5;
  // A Saturday and the Sunday behind it, wherever weeks begin.
  LocalDay start = start_of(Grain::week, scan.today, WeekStart::monday) + days(saturday);
  if (direction == Direction::ahead) start += days(7);
  // The weekend that has not begun is never the one meant by "last", nor the running one.
  if (direction == Direction::back) start -= days(7);
  Stretch result = day_stretch(start);
  result.end = start + days(2);
  return result;
}

[[nodiscard]] MaybeReading named_direction(const Scan& scan, const Led& led, std::size_t at) {
  const std::string_view word = scan.at(at);
  const int shift = led.direction == Direction::back   ? -1
                    : led.direction == Direction::here ? 0
                                                       : 1;
  if (scan.is(at, {"weekend"})) return Reading{weekend(scan, led.direction), at + 1};
  if (scan.is(at, {"half"}) && led.direction != Direction::ahead) {
    const int running = (month_of(scan.today) - 1) / 6 + 1;
    auto half = in_year({Grain::year, running, 0}, year_of(scan.today));
    if (!half) return std::nullopt;
    if (shift < 0) {
      half->end = half->start;
      half->start = add(half->start, Grain::month, -6);
    }
    half->yearless.reset();
    return Reading{*half, scan.skip(at + 1, {"year"})};
  }
  if (const auto month = month_word(word)) {
    const Yearless named{Grain::month, *month, 0};
    auto found = latest(named, scan.today);
    if (found && led.direction == Direction::back && found->end > scan.today)
      found = in_year(named, year_of(found->start) - 1);
    if (found && led.direction == Direction::ahead) found = first_after(named, found->end);
    if (led.direction == Direction::here) found = in_year(named, year_of(scan.today));
    if (!found) return std::nullopt;
    found->yearless.reset();
    return Reading{*found, at + 1};
  }
  if (const auto weekday = weekday_word(word)) {
    LocalDay day = next_weekday(start_of(Grain::week, scan.today, scan.week), *weekday);
    if (led.direction == Direction::back && day >= scan.today) day -= days(7);
    if (led.direction == Direction::ahead && day <= scan.today) day += days(7);
    return Reading{day_stretch(day), at + 1};
  }
  return std::nullopt;
}

// "last quarter", "last 3 complete months", "this week", "the week before last".
[[nodiscard]] MaybeReading read_led(const Scan& scan, std::size_t at) {
  const std::size_t begin = scan.skip(at, {"the", "our"});
  const auto led = read_direction(scan, begin);
  if (!led) return std::nullopt;
  std::size_t next = skip_whole_words(scan, led->next);
  if (auto named = named_direction(scan, *led, next)) return named;
  const auto count = read_count(scan, next, false);
  if (count) next = skip_whole_words(scan, count->next);
  const auto unit = unit_word(scan.at(next));
  const bool letter = unit && scan.at(next).size() == 1;  // "last 30d", but not "last d".
  if (!unit || (letter && !(count && scan.glued(next)))) return std::nullopt;
  ++next;
  Stretch result;
  if (!count) {
    const int shift = led->direction == Direction::back   ? -1
                      : led->direction == Direction::here ? 0
                                                          : 1;
    result = unit_stretch(*unit, scan.today, shift, scan.week);
    if (led->direction == Direction::here && scan.is(next, {"to"}) && scan.is(next + 1, {"date"}))
      return Reading{to_date(scan, *unit), next + 2};
    return Reading{result, next};
  }
  if (count->count < 1) return std::nullopt;
  result.grain = *unit;
  if (led->direction == Direction::here) return std::nullopt;
  if (led->direction == Direction::back) {
    result.end = start_of(*unit, scan.today, scan.week);
    result.start = add(result.end, *unit, -count->count);
    return Reading{result, next};
  }
  // Days ahead begin with today, longer units with the next one.
  result.start =
      *unit == Grain::day ? scan.today : unit_stretch(*unit, scan.today, 1, scan.week).start;
  result.end = add(result.start, *unit, count->count);
  result.forward = true;
  return Reading{result, next};
}

// "the month before last".
[[nodiscard]] MaybeReading read_before_last(const Scan& scan, std::size_t at) {
  const std::size_t begin = scan.skip(at, {"the"});
  const auto unit = unit_word(scan.at(begin));
  if (!unit || !scan.is(begin + 1, {"before", "after"})) return std::nullopt;
  const bool back = scan.is(begin + 1, {"before"});
  if (!scan.is(begin + 2, {back ? "last" : "next"})) return std::nullopt;
  return Reading{unit_stretch(*unit, scan.today, back ? -2 : 2, scan.week), begin + 3};
}

// "3 weeks ago", "two quarters ago", "a year ago", "in 2 weeks".
[[nodiscard]] MaybeReading read_ago(const Scan& scan, std::size_t at) {
  const bool ahead = scan.is(at, {"in", "within"});
  const auto count = read_count(scan, ahead ? at + 1 : at, true);
  if (!count) return std::nullopt;
  const auto unit = unit_word(scan.at(count->next));
  if (!unit) return std::nullopt;
  std::size_t next = count->next + 1;
  const bool ago = scan.is(next, {"ago", "back", "earlier"});
  const bool hence =
      scan.is(next, {"hence"}) || (scan.is(next, {"from"}) && scan.is(next + 1, {"now", "today"}));
  if (ago == false && hence == false && !ahead) return std::nullopt;
  if (ahead && ago) return std::nullopt;
  if (hence) next += scan.is(next, {"from"}) ? 2 : 1;
  if (ago) ++next;
  const int shift = ago ? -count->count : count->count;
  if (*unit == Grain::quarter || *unit == Grain::year)
    return Reading{unit_stretch(*unit, scan.today, shift, scan.week), next};
  return Reading{day_stretch(add(scan.today, *unit, shift)), next};
}

[[nodiscard]] MaybeReading read_abbreviation(const Scan& scan, std::size_t at) {
  if (scan.is(at, {"mtd"})) return Reading{to_date(scan, Grain::month), at + 1};
  if (scan.is(at, {"qtd"})) return Reading{to_date(scan, Grain::quarter), at + 1};
  if (scan.is(at, {"ytd"})) return Reading{to_date(scan, Grain::year), at + 1};
  if (scan.is(at, {"wtd"})) return Reading{to_date(scan, Grain::week), at + 1};
  if (scan.is(at, {"ttm", "ltm"})) {
    const LocalDay end = start_of(Grain::month, scan.today, scan.week);
    return Reading{Stretch{.start = add(end, Grain::month, -12),
                           .end = end,
                           .grain = Grain::month,
                           .yearless = {}},
                   at + 1};
  }
  return std::nullopt;
}

// "month to date", "year so far", "so far this year".
[[nodiscard]] MaybeReading read_to_date(const Scan& scan, std::size_t at) {
  const std::size_t begin = scan.skip(at, {"the", "this"});
  if (const auto unit = unit_word(scan.at(begin))) {
    const bool dated = (scan.is(begin + 1, {"to"}) && scan.is(begin + 2, {"date"})) ||
                       (scan.is(begin + 1, {"so"}) && scan.is(begin + 2, {"far"}));
    const std::size_t hyphenated = begin + 1;
    if (dated) return Reading{to_date(scan, *unit), begin + 3};
    if (scan.is(hyphenated, {"-"}) && scan.is(begin + 2, {"to"}) && scan.is(begin + 3, {"-"}) &&
        scan.is(begin + 4, {"date"}))
      return Reading{to_date(scan, *unit), begin + 5};
  }
  if (!scan.is(at, {"so"}) || !scan.is(at + 1, {"far"})) return std::nullopt;
  const std::size_t after = scan.skip(at + 2, {"in", "for"});
  const std::size_t named = scan.skip(after, {"this", "the", "current"});
  const auto unit = unit_word(scan.at(named));
  if (!unit || named == after) return std::nullopt;
  return Reading{to_date(scan, *unit), named + 1};
}

[[nodiscard]] MaybeReading read_named_day(const Scan& scan, std::size_t at) {
  const std::size_t begin = scan.skip(at, {"the"});
  if (scan.is(begin, {"day"}) && scan.is(begin + 1, {"before", "after"}) &&
      scan.is(begin + 2, {"yesterday", "tomorrow"})) {
    const bool back = scan.is(begin + 2, {"yesterday"});
    return Reading{day_stretch(scan.today + days(back ? -2 : 2)), begin + 3};
  }
  if (scan.is(at, {"today", "todays", "tonight"})) return Reading{day_stretch(scan.today), at + 1};
  if (scan.is(at, {"yesterday", "yesterdays"}))
    return Reading{day_stretch(scan.today - days(1)), at + 1};
  if (scan.is(at, {"tomorrow", "tomorrows"}))
    return Reading{day_stretch(scan.today + days(1)), at + 1};
  return std::nullopt;
}

}  // namespace

MaybeReading read_relative(const Scan& scan, std::size_t at) {
  for (const auto rule :
       {read_named_day, read_abbreviation, read_to_date, read_before_last, read_led, read_ago})
    if (auto found = rule(scan, at)) return found;
  return std::nullopt;
}

}  // namespace sluice::analytics::period_grammar
