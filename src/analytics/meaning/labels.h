#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"

#include <string>

namespace sluice::analytics {

// What names of plans are called in front of people.
[[nodiscard]] std::string measure_label(const Meaning& meaning, const Reference& reference);
[[nodiscard]] std::string field_label(const Meaning& meaning, const Reference& reference);
// What one of the rows is called: "company" of companies.
[[nodiscard]] std::string noun_of(const catalog::Entry& entry);
// "Lost reason" inside a sentence; "MRR" stays as it is.
[[nodiscard]] std::string inside_sentence(const std::string& text);

}  // namespace sluice::analytics
