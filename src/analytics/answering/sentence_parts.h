#pragma once
#include "analytics/answering/present.h"

#include <string>
#include <vector>

// The words that the sentences of all forms are made of.
namespace sluice::analytics {

// "Revenue (country DE)": with the conditions, so that nobody takes a part for the whole.
[[nodiscard]] std::string subject(const Presentation& presentation);
// "Deals won were 7", "MRR was $5", "stripe fees were $3", "the share of deals was 3%".
[[nodiscard]] std::string verb(const Presentation& presentation, const std::string& unit);
[[nodiscard]] std::string verb(const std::string& label, const std::string& unit);
// What the rows are restricted to: "country DE, of the ten largest customers"; may be empty.
[[nodiscard]] std::string restrictions(const Presentation& presentation);
// The label of the measure, with its vendor where another one of the plan has the same label.
[[nodiscard]] std::string label_beside_others(const Presentation& presentation, std::size_t at);
[[nodiscard]] bool is_state_measure(const Presentation& presentation, std::size_t at = 0);
// "January 2026" for the label of a series' bucket; the label as it is where it is none.
[[nodiscard]] std::string bucket_name(const Presentation& presentation, const Json& label);
// Whether the numbers of the rows make one number together.
[[nodiscard]] bool adds_up(const Presentation& presentation);
// Whether all measures are states, or none is.
[[nodiscard]] bool has_one_time(const Presentation& presentation);
// Whether nothing to compute from means that the vendor has no rows.
[[nodiscard]] bool counts_rows(const Presentation& presentation);
[[nodiscard]] std::string cell_text(const analyst::Table& table, const std::vector<Json>& row,
                                    std::size_t column);
// ", up 4.1% on 2026-Q2"; nothing when there is nothing to compare.
[[nodiscard]] std::string change_text(const Json& before, const Json& now,
                                      const std::string& before_label, bool percent_points);
[[nodiscard]] std::string stretch_text(const Presentation& presentation, std::size_t at);
[[nodiscard]] std::string group_names(const Presentation& presentation);
[[nodiscard]] std::string row_name(const Presentation& presentation, const analyst::Table& table,
                                   const std::vector<Json>& row);

}  // namespace sluice::analytics
