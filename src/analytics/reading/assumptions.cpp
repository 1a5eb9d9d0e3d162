#include "analytics/reading/assumptions.h"

#include "analytics/meaning/labels.h"
#include "analytics/reading/offers.h"

#include <algorithm>

// What a question leaves open and the plan decides: nobody may take it for what was asked.
namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_assumed(const QueryPlan& plan, std::string_view about) {
  return std::any_of(plan.assumptions.begin(), plan.assumptions.end(),
                     [&](const Assumption& assumption) { return assumption.about == about; });
}

[[nodiscard]] bool asks(const Reading& reading, AskedFor what) {
  return std::any_of(reading.parse.pieces.begin(), reading.parse.pieces.end(),
                     [&](const Placed& placed) {
                       const auto* asked = std::get_if<Asked>(&placed.piece);
                       return asked != nullptr && asked->what == what;
                     });
}

// Only the rows' noun was said, be it that of the entry or that of the measure which counts them.
[[nodiscard]] bool names_rows_alone(const Scene& scene, const Reading& reading) {
  const MeasureSense& counted = reading.counted;
  if (reading.counted_words.empty()) return false;
  if (counted.rows) return true;
  const bool counts =
      counted.measure != nullptr && counted.measure->aggregation == catalog::Aggregation::count;
  return counts && std::any_of(scene.matches.begin(), scene.matches.end(), [&](const Match& match) {
           return match.term->kind == Term::Kind::entry && match.term->entry == counted.entry &&
                  match.words == reading.counted_words;
         });
}

// "Deals by owner": how many were created, though it might have been what they are worth.
void assume_count(const Scene& scene, Reading& reading) {
  const MeasureSense& counted = reading.counted;
  const bool said = asks(reading, AskedFor::count) || reading.plan.frame == Frame::list;
  if (said || !names_rows_alone(scene, reading)) return;
  // Where the money of the rows was asked, or they are ranked by it, another measure is in the
  // plan.
  const bool other =
      reading.plan.measures.empty() || reading.plan.measures.front().name != counted.name;
  if (other) return;
  const std::string what =
      counted.measure == nullptr ? counted.entry->label : label_of(*counted.measure);
  reading.plan.assumptions.push_back(
      {"measure", "the number of " + inside_sentence(what) + ", because no measure was named"});
}

}  // namespace

void note_assumptions(const Scene& scene, Reading& reading) {
  assume_count(scene, reading);
  for (const Correction& each : corrections_of(scene, reading))
    reading.plan.assumptions.push_back(
        {"wording", "\"" + each.written + "\" was read as \"" + each.meant + "\""});
  QueryPlan& plan = reading.plan;
  // The next rows lie ahead, and the latest ones end with now.
  const bool open = !plan.period && !plan.measures.empty() && scene.periods.empty() &&
                    !asks(reading, AskedFor::all_time) && !asks(reading, AskedFor::at_present);
  const MeasureSense& counted = reading.counted;
  const bool state = counted.measure != nullptr && (is_state(*counted.entry, *counted.measure) ||
                                                    counted.measure->known_only_now);
  const bool dated = !time_field_of(counted).empty();
  if (open && dated && !state && !is_assumed(plan, "period"))
    plan.assumptions.push_back({"period", "all records, because no period was named"});
}

}  // namespace sluice::analytics
