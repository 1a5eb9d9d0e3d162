#pragma once
#include <array>
#include <cstddef>
#include <string_view>

namespace sluice::analytics {

// What may tell a right reading from a wrong one: what kind of evidence its words have, what it
// takes for granted, and how near the next reading is. Each has a weight in
// language/en/weights.yaml under its name. Numbers are counts or 0 and 1, but for the two costs and
// the distance; counts and the distance have a limit, so that no single one outweighs the others.
enum class Feature {
  cost,                 // Of the reading: the less, the better it explains the words.
  cost_per_word,        //
  measure_loose,        // The measure's words stand apart or in another order.
  measure_inflected,    // Another form of its word ("refunded" for "refunds").
  measure_corrected,    // Only a guess at a misspelt word says it.
  measure_synonym,      // By a synonym, and not by its name or label.
  measure_words,        // How many words say it.
  rows_counted,         // Only the rows' noun was said.
  value_counted,        // Not even that: a value names the rows.
  field_counted,        // A number of the rows that the catalog has no measure of.
  vendor_named,         // A connected vendor stands in the question.
  rival_distance,       // To the cost of the next whole reading that plans something else.
  rivals,               // How many whole readings near it plan something else.
  light_words,          // Words without weight that no piece takes.
  words,                // Of the question.
  pieces,               // That say something.
  corrected_words,      // Misspelt ones.
  assumed_period,       //
  assumed_measure,      //
  assumed_other,        // A filter, a ranking, a join or a currency.
  background_left_out,  // The question was read without a part of the text.
  conditions,           // Filters and bounds.
  guessed_name,         // A condition on a name that the catalog does not know.
  other_vendor,         // A split or a condition comes from another vendor than the measure.
  dimensions,           //
  no_period,            // None in the plan, be it because none was said.
  frame_list,           //
  frame_ranked,         //
  frame_rare,           // A share, a comparison, bands, a funnel.
  reshaped,             // A running total, a ratio, a change in percent, a restriction, other rows.
};
inline constexpr std::size_t features_count = 30;
using Features = std::array<double, features_count>;

[[nodiscard]] std::string_view to_text(Feature feature);  // "measure_loose"

}  // namespace sluice::analytics
