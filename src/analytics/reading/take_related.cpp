#include "analytics/reading/take_related.h"

#include "analytics/reading/parts.h"

#include <algorithm>

// Rows that have, or lack, a row of another entry.
namespace sluice::analytics {
namespace {

// A time right behind a deed is the deed's: "who filed a ticket this year". It is no time of what
// is counted any more.
[[nodiscard]] std::optional<PeriodSpec> time_of_deed(Parts& parts, const Said<RelatedTo>& said) {
  if (!said.piece->done) return std::nullopt;
  // "Who filed a ticket in Q3": the preposition is no piece of its own.
  const std::size_t end = said.at->end;
  const bool led = end < parts.scene.words.size() &&
                   parts.scene.grammar.is(WordList::harmless, parts.scene.words[end].text);
  const auto behind = std::ranges::find_if(parts.periods, [&](const Said<During>& period) {
    return period.at->first == end || (led && period.at->first == end + 1);
  });
  if (behind == parts.periods.end()) return std::nullopt;
  PeriodSpec spec = to_spec(behind->piece->period, parts.period_context());
  parts.periods.erase(behind);
  return spec;
}

// "By way of companies": a join over others is a way of seeing it, which is told.
void tell_way(Parts& parts, const std::vector<Hop>& path) {
  std::string over;
  for (std::size_t at = 0; at + 1 < path.size(); ++at)
    over += (over.empty() ? "" : " and ") + path[at].to.entry->label;
  if (over.empty()) return;
  parts.assume("join", parts.what.entry->label + " and " + path.back().to.entry->label +
                           " are joined by way of " + over);
}

}  // namespace

std::optional<std::vector<Hop>> way_to_related(const Lexicon& lexicon, const MeasureSense& counted,
                                               const MeasureSense& rows) {
  const catalog::Measure ad_hoc;
  auto path = related_path(lexicon.vendors(), lexicon.joins(), *counted.entry,
                           counted.measure == nullptr ? ad_hoc : *counted.measure, *rows.entry);
  // "With companies", "without an owner": what rows belong to is a field of theirs.
  if (!path || leads_up_only(*counted.entry, *path)) return std::nullopt;
  // What a tool tells of a range alone says nothing of rows that have no partner in it.
  if (to_wire(rows.entry->arguments).find("${from") != std::string::npos) return std::nullopt;
  return path;
}

void take_related(Parts& parts) {
  for (const Said<RelatedTo>& said : parts.related) {
    const MeasureSense& rows = said.piece->rows;
    const auto path = way_to_related(parts.scene.lexicon, parts.what, rows);
    if (!path) return parts.fail(*said.at);
    Related related{.rows = parts.reference(rows),
                    .present = said.piece->present,
                    .period = time_of_deed(parts, said),
                    .part = false,
                    .filters = {}};
    for (const Where& where : said.piece->where)
      related.filters.push_back({parts.reference(where.field), where.op, where.values});
    const bool timed = (rows.measure != nullptr && !rows.measure->time.empty()) ||
                       !rows.entry->default_time.empty();
    if (related.period && !timed) return parts.fail(*said.at);
    parts.plan.related.push_back(std::move(related));
    tell_way(parts, *path);
  }
}

}  // namespace sluice::analytics
