#include "analytics/language/period_parse.h"

// Parts of a stretch: "the last day of May", "first week of October", "end of last quarter".
namespace sluice::analytics::period_grammar {
namespace {

using std::chrono::days;

// What a part is taken of: a named stretch, or "the month" for the running one.
[[nodiscard]] MaybeReading read_container(const Scan& scan, std::size_t at) {
  MaybeReading best;
  for (const auto rule : {read_relative, read_calendar, read_day}) {
    auto found = rule(scan, at);
    if (found && (!best || found->next > best->next)) best = std::move(found);
  }
  if (best) return best;
  std::size_t next = scan.skip(at, {"the"});
  next = scan.skip(next, {"calendar", "fiscal"});
  const auto unit = unit_word(scan.at(next));
  if (!unit || scan.at(next).size() == 1) return std::nullopt;
  return Reading{unit_stretch(*unit, scan.today, 0, scan.week), next + 1};
}

struct Piece {
  std::optional<Grain> unit;   // Of whole days, weeks, months ...
  std::optional<int> weekday;  // ... or of Mondays, Tuesdays ...
  std::size_t next = 0;
};

[[nodiscard]] std::optional<Piece> read_piece(const Scan& scan, std::size_t at) {
  if (const auto unit = unit_word(scan.at(at)); unit && scan.at(at).size() > 1)
    return Piece{unit, std::nullopt, at + 1};
  if (const auto weekday = weekday_word(scan.at(at))) return Piece{std::nullopt, weekday, at + 1};
  return std::nullopt;
}

// The first (or from the end, the last) start of a piece that lies whole in the container.
[[nodiscard]] LocalDay first_start(const Piece& piece, const Stretch& within, bool from_end,
                                   WeekStart week) {
  if (piece.weekday) {
    return next_weekday(from_end ? within.end - days(7) : within.start, *piece.weekday);
  }
  const Grain unit = piece.unit.value_or(Grain::week);
  if (from_end) return add(start_of(unit, within.end, week), unit, -1);
  const LocalDay start = start_of(unit, within.start, week);
  return start < within.start ? add(start, unit, 1) : start;
}

struct Place {
  int number = 1;
  bool from_end = false;
  int count = 1;  // "the last two weeks of".
  std::size_t next = 0;
};

[[nodiscard]] std::optional<Place> read_place(const Scan& scan, std::size_t at) {
  std::size_t next = scan.skip(at, {"the"});
  if (scan.is(next, {"last", "final"})) {
    const auto count = read_count(scan, next + 1, false);
    return Place{1, true, count ? count->count : 1, count ? count->next : next + 1};
  }
  const auto ordinal = read_ordinal(scan, next);
  if (!ordinal) return std::nullopt;
  next = scan.skip(ordinal->next, {"-"});
  if (scan.is(next, {"last"})) return Place{ordinal->count, true, 1, next + 1};
  const auto count = ordinal->count == 1 ? read_count(scan, ordinal->next, false) : std::nullopt;
  return Place{ordinal->count, false, count ? count->count : 1,
               count ? count->next : ordinal->next};
}

[[nodiscard]] Stretch edge_of(const Stretch& whole, PeriodEdge edge) {
  // How much of a stretch its beginning is: three days of a week, ten of a month, a month of a
  // quarter, a season of a year.
  constexpr int days_of_week = 3;
  constexpr int days_of_month = 10;
  Stretch part = whole;
  part.edge = edge;
  part.yearless.reset();
  part.bare = false;
  part.grain = Grain::day;
  if (whole.grain == Grain::day) return part;
  const bool at_start = edge == PeriodEdge::start;
  if (whole.grain == Grain::week) {
    (at_start ? part.end : part.start) =
        at_start ? whole.start + days(days_of_week) : whole.end - days(days_of_week);
  } else if (whole.grain == Grain::month) {
    (at_start ? part.end : part.start) =
        whole.start + days(at_start ? days_of_month : 2 * days_of_month);
  } else {
    const int months = whole.grain == Grain::quarter ? 1 : at_start ? 3 : 4;
    (at_start ? part.end : part.start) =
        at_start ? add(whole.start, Grain::month, months) : add(whole.end, Grain::month, -months);
    part.grain = Grain::month;
  }
  return part;
}

[[nodiscard]] MaybeReading read_edge_letters(const Scan& scan, std::size_t at) {
  const std::size_t begin = scan.skip(scan.skip(at, {"at", "by"}), {"the"});
  const std::string_view word = scan.at(begin);
  if (word.size() != 3 || (word.front() != 'e' && word.front() != 'b') || word[1] != 'o')
    return std::nullopt;
  const std::optional<Grain> unit = word[2] == 'm'   ? std::optional(Grain::month)
                                    : word[2] == 'q' ? std::optional(Grain::quarter)
                                    : word[2] == 'y' ? std::optional(Grain::year)
                                    : word[2] == 'w' ? std::optional(Grain::week)
                                                     : std::nullopt;
  if (!unit) return std::nullopt;
  const PeriodEdge edge = word.front() == 'e' ? PeriodEdge::end : PeriodEdge::start;
  return Reading{edge_of(unit_stretch(*unit, scan.today, 0, scan.week), edge), begin + 1};
}

}  // namespace

MaybeReading read_nth(const Scan& scan, std::size_t at) {
  const auto place = read_place(scan, at);
  if (!place) return std::nullopt;
  const auto piece = read_piece(scan, place->next);
  if (!piece || !scan.is(piece->next, {"of", "in"})) return std::nullopt;
  const auto within = read_container(scan, piece->next + 1);
  if (!within || within->stretch.end - within->stretch.start <= days(1)) return std::nullopt;
  const Grain step = piece->unit.value_or(Grain::week);
  const LocalDay first = first_start(*piece, within->stretch, place->from_end, scan.week);
  Stretch result;
  const int moved = place->from_end ? 1 - place->number : place->number - 1;
  result.start = add(first, step, moved);
  result.end = piece->weekday ? result.start + days(1) : add(result.start, step, 1);
  result.grain = piece->weekday ? Grain::day : step;
  if (place->count > 1) {
    if (place->from_end) result.start = add(result.end, step, -place->count);
    if (!place->from_end) result.end = add(result.start, step, place->count);
  }
  if (result.start < within->stretch.start || result.end > within->stretch.end) return std::nullopt;
  return Reading{result, within->next};
}

MaybeReading read_edge(const Scan& scan, std::size_t at) {
  if (auto letters = read_edge_letters(scan, at)) return letters;
  std::size_t next = scan.skip(at, {"at", "by"});
  next = scan.skip(next, {"the"});
  const bool ends = scan.is(next, {"end", "close"});
  if (!ends && !scan.is(next, {"beginning", "start", "begin"})) return std::nullopt;
  if (!scan.is(next + 1, {"of"})) return std::nullopt;
  const auto whole = read_container(scan, scan.skip(next + 2, {"around"}));
  if (!whole) return std::nullopt;
  return Reading{edge_of(whole->stretch, ends ? PeriodEdge::end : PeriodEdge::start), whole->next};
}

MaybeReading read_simple(const Scan& scan, std::size_t at) {
  MaybeReading best;
  for (const auto rule : {read_relative, read_calendar, read_day, read_nth, read_edge}) {
    auto found = rule(scan, at);
    if (found && (!best || found->next > best->next)) best = std::move(found);
  }
  // "the week of October 6th": the week that the day lies in.
  std::size_t begin = scan.skip(scan.skip(at, {"in"}), {"the"});
  if (scan.is(begin, {"week"}) &&
      scan.is(begin + 1, {"of", "commencing", "starting", "beginning"})) {
    const auto day = read_day(scan, scan.skip(begin + 2, {"the"}));
    if (day && (!best || day->next > best->next))
      best = Reading{unit_stretch(Grain::week, day->stretch.start, 0, scan.week), day->next};
  }
  if (!best) return best;
  const bool so_far = (scan.is(best->next, {"so"}) && scan.is(best->next + 1, {"far"})) ||
                      (scan.is(best->next, {"to"}) && scan.is(best->next + 1, {"date"}));
  if (so_far) best->next += 2;
  return best;
}

}  // namespace sluice::analytics::period_grammar
