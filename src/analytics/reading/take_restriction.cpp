#include "analytics/meaning/labels.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// Only the largest of something: "at our ten biggest customers".
namespace sluice::analytics {

namespace {

// "Open issues of the 3 repositories with the most merges this year": the year is of the merges.
[[nodiscard]] bool is_time_of_ranking(const Parts& parts, const Said<Among>& said) {
  return said.piece->by && said.piece->by->entry != parts.what.entry &&
         std::ranges::any_of(parts.periods, [&](const Said<During>& time) {
           return time.at->first == said.at->end;
         });
}

}  // namespace

std::optional<Reference> money_of(const Parts& parts, const catalog::Entry& ranked) {
  const Lexicon& lexicon = parts.scene.lexicon;
  return size_measure_of(lexicon.vendors(), lexicon.targets(), ranked);
}

void take_restriction(Parts& parts) {
  if (parts.restrictions.empty()) return;
  const Said<Among>& said = parts.restrictions.front();
  if (parts.restrictions.size() > 1) return parts.fail(*parts.restrictions[1].at);
  const Among& among = *said.piece;
  // "The five biggest deals" where deals are counted: they are asked themselves.
  if (among.key.entry == parts.what.entry && (parts.counts_rows() || !among.by))
    return parts.fail(*said.at);
  std::optional<Reference> by;
  if (among.by) by = parts.reference(*among.by);
  const bool stated = by.has_value();
  if (!by) by = money_of(parts, *among.key.entry);
  if (!by) return parts.fail(*said.at);  // Nothing here says how large one is.
  if (!stated)
    parts.assume("ranking", std::string(among.largest ? "the largest" : "the smallest") + " by " +
                                measure_label(Meaning(parts.scene.lexicon.vendors()), *by) +
                                ", because nothing else was said");
  // The plan has one time for both: what is known of today only has none, and ranks nobody in it.
  const auto now_only = [](const MeasureSense& each) {
    return each.measure != nullptr && each.measure->known_only_now;
  };
  const bool of_today =
      (among.by && now_only(*among.by)) || now_only(parts.what) || parts.is_state();
  if (!parts.periods.empty() && (of_today || is_time_of_ranking(parts, said)))
    return parts.fail(*said.at);
  parts.plan.restriction = Restriction{parts.reference(among.key), *by, among.count, among.largest};
  // "Median hours to merge in each": one number for each of them.
  const bool each = parts.groups.empty() && parts.says_any(WordList::each) && parts.buckets.empty();
  if (each) add_dimension(parts, among.key);
}

}  // namespace sluice::analytics
