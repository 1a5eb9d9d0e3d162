#include "analytics/language/period_parse.h"

// Two ends, or one: "from May to July", "between the 3rd and the 9th of June", "since March",
// "before Q3", "the 12 months to September".
namespace sluice::analytics::period_grammar {
namespace {

using std::chrono::days;

[[nodiscard]] std::size_t skip_joiner(const Scan& scan, std::size_t at, bool between) {
  if (between) return scan.is(at, {"and", "to", "-"}) ? at + 1 : at;
  if (scan.is(at, {"up"}) && scan.is(at + 1, {"to"})) return at + 2;
  return scan.skip(at, {"to", "through", "thru", "till", "until", "-"});
}

// Both ends without a year: the first begins in the latest year that it can, the second ends
// behind it. With a year on one side, the other is fitted to it.
[[nodiscard]] std::optional<Stretch> span(Stretch first, Stretch last) {
  if (first.yearless && !last.yearless) {
    auto moved = in_year(*first.yearless, year_of(last.start));
    if (moved && moved->start > last.start)
      moved = in_year(*first.yearless, year_of(last.start) - 1);
    if (!moved) return std::nullopt;
    first = *moved;
  } else if (last.yearless) {
    const auto moved = first_after(*last.yearless, first.start);
    if (!moved) return std::nullopt;
    last = *moved;
  }
  if (last.end <= first.start) return std::nullopt;
  Stretch result;
  result.start = first.start;
  result.end = last.end;
  result.grain = first.grain == last.grain ? first.grain : Grain::day;
  result.forward = last.forward;
  return result;
}

[[nodiscard]] MaybeReading read_two_ends(const Scan& scan, std::size_t at) {
  const bool between = scan.is(at, {"between"});
  const bool from = scan.is(at, {"from", "starting"});
  const std::size_t begin = between || from ? at + 1 : at;
  // "from 10 to 20 September" and "between the 3rd and the 9th of June" name the month once.
  if (from || between) {
    auto run = read_day(scan, begin);
    if (run && run->stretch.end - run->stretch.start > days(1)) return run;
  }
  std::size_t first_at = scan.skip(begin, {"the"});
  auto first = read_simple(scan, begin);
  if (!first && between && scan.number(first_at) > 0) {
    // The month stands at the second end only.
    std::size_t and_at = first_at + 1;
    if (scan.is(and_at, {"st", "nd", "rd", "th"})) ++and_at;
    if (!scan.is(and_at, {"and"})) return std::nullopt;
    const auto last = read_day(scan, and_at + 1);
    if (!last) return std::nullopt;
    const auto start =
        day_of(year_of(last->stretch.start), month_of(last->stretch.start), scan.number(first_at));
    if (!start || *start >= last->stretch.end) return std::nullopt;
    Stretch result = last->stretch;
    result.start = *start;
    result.yearless.reset();
    return Reading{result, last->next};
  }
  if (!first) return std::nullopt;
  const std::size_t second_at = skip_joiner(scan, first->next, between);
  if (second_at == first->next) return std::nullopt;
  if (scan.is(second_at, {"now", "date", "present"}) && from) {
    first->stretch.end = scan.today + days(1);
    first->stretch.yearless.reset();
    return Reading{first->stretch, second_at + 1};
  }
  const auto last = read_simple(scan, scan.skip(second_at, {"the"}));
  if (!last) return std::nullopt;
  auto whole = span(first->stretch, last->stretch);
  if (!whole) return std::nullopt;
  return Reading{*whole, last->next};
}

// "Since the quarter started", "since New Year": the beginning of what runs.
[[nodiscard]] MaybeReading read_running_start(const Scan& scan, std::size_t at) {
  const bool new_year = scan.is(at, {"new"}) && scan.is(at + 1, {"year", "years"});
  const std::size_t begin = scan.skip(at, {"the", "this"});
  const auto unit = new_year ? std::optional(Grain::year) : unit_word(scan.at(begin));
  if (!unit) return std::nullopt;
  std::size_t next = new_year ? at + 2 : begin + 1;
  if (new_year) {
    if (scan.is(next, {"'"})) next = scan.skip(next + 1, {"s"});
    next = scan.skip(scan.skip(next, {"s"}), {"day", "eve"});
  } else if (scan.is(next, {"started", "began", "begun", "opened"})) {
    ++next;
  } else {
    return std::nullopt;
  }
  return Reading{unit_stretch(*unit, scan.today, 0, scan.week), next};
}

[[nodiscard]] MaybeReading read_since(const Scan& scan, std::size_t at) {
  const bool since =
      scan.is(at, {"since"}) || (scan.is(at, {"starting"}) && !scan.is(at + 1, {"to"}));
  const bool after = scan.is(at, {"after"});
  const bool from = scan.is(at, {"from"});
  if (!since && !after && !from) return std::nullopt;
  const std::size_t begin = scan.skip(at + 1, {"from", "in", "with", "on"});
  auto found = read_simple(scan, begin);
  if (auto running = read_running_start(scan, begin);
      running && since && (!found || running->next > found->next))
    found = std::move(running);
  if (!found || found->stretch.forward) return std::nullopt;
  const bool onwards = scan.is(found->next, {"on", "onwards", "onward"});
  if (from && !onwards) return std::nullopt;
  Stretch result = found->stretch;
  if (after) result.start = result.end;
  result.end = scan.today + days(1);
  result.grain.reset();
  result.yearless.reset();
  result.bare = false;
  result.edge = PeriodEdge::whole;
  if (result.end <= result.start) return std::nullopt;
  return Reading{result, onwards ? found->next + 1 : found->next};
}

// A day, or the last one of a longer time ("the end of November").
[[nodiscard]] bool is_one_day(const Stretch& stretch) {
  const bool day = stretch.end - stretch.start == days(1) && !stretch.bare;
  return day || stretch.edge == PeriodEdge::end;
}

[[nodiscard]] MaybeReading read_before(const Scan& scan, std::size_t at) {
  std::size_t begin = at;
  bool inclusive = false;
  if (scan.is(at, {"before"})) {
    begin = at + 1;
  } else if (scan.is(at, {"prior"}) && scan.is(at + 1, {"to"})) {
    begin = at + 2;
  } else if (scan.is(at, {"until", "till", "through", "thru"})) {
    begin = at + 1;
    inclusive = true;
  } else if (scan.is(at, {"up"}) && scan.is(at + 1, {"to", "until"})) {
    begin = at + 2;
    inclusive = true;
  }
  // "By December 10", "by Friday": a longer time behind it is what something is split by.
  const bool by = scan.is(at, {"by"});
  if (by) begin = at + 1;
  if (begin == at) return std::nullopt;
  const auto found = read_simple(scan, begin);
  if (!found || (by && !is_one_day(found->stretch))) return std::nullopt;
  inclusive = inclusive || by;
  Stretch result;
  // "Before the end of November": its last days are before that as well.
  inclusive = inclusive || found->stretch.edge == PeriodEdge::end;
  result.end = inclusive ? found->stretch.end : found->stretch.start;
  result.start = LocalDay{};  // The beginning of all records: 1970.
  result.open_start = true;
  return Reading{result, found->next};
}

// "the 12 months to September", "12 months ending 30 June", "the 7 days before 1 October".
[[nodiscard]] MaybeReading read_count_to(const Scan& scan, std::size_t at) {
  const std::size_t begin = scan.skip(scan.skip(at, {"in"}), {"the"});
  const auto count = read_count(scan, begin, true);
  if (!count) return std::nullopt;
  const auto unit = unit_word(scan.at(count->next));
  if (!unit) return std::nullopt;
  std::size_t next = count->next + 1;
  const bool inclusive = scan.is(next, {"to", "ending", "ended", "through", "until"}) ||
                         (scan.is(next, {"up"}) && scan.is(next + 1, {"to"}));
  const bool before = scan.is(next, {"before", "preceding"});
  const bool after = scan.is(next, {"after", "following", "from", "starting"});
  if (!inclusive && !before && !after) return std::nullopt;
  next = scan.is(next, {"up"}) ? next + 2 : next + 1;
  next = scan.skip(next, {"in", "with", "on", "at"});
  const auto anchor = read_simple(scan, scan.skip(next, {"the"}));
  if (!anchor) return std::nullopt;
  Stretch result;
  result.grain = *unit;
  if (after) {
    const bool from = scan.is(count->next + 1, {"from", "starting"});
    result.start = from ? anchor->stretch.start : anchor->stretch.end;
    result.end = add(result.start, *unit, count->count);
    return Reading{result, anchor->next};
  }
  result.end = inclusive ? anchor->stretch.end : anchor->stretch.start;
  result.start = add(result.end, *unit, -count->count);
  return Reading{result, anchor->next};
}

}  // namespace

MaybeReading read_range(const Scan& scan, std::size_t at) {
  MaybeReading best;
  for (const auto rule : {read_two_ends, read_since, read_before, read_count_to}) {
    auto found = rule(scan, at);
    if (found && (!best || found->next > best->next)) best = std::move(found);
  }
  return best;
}

}  // namespace sluice::analytics::period_grammar
