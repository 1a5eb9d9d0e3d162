#pragma once
#include "base/json.h"
#include "catalog/semantics.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// The semantic half of a row. `entries` obeys row.schema.json; labels that are not written are
// made from the names.
[[nodiscard]] std::vector<Entry> entries_from(const Json& entries);

// Single parts of it, in the same form: for an organization's glossary.
[[nodiscard]] std::vector<FieldValue> values_from(const Json& values);
[[nodiscard]] Field field_from(const Json& json);
[[nodiscard]] Join join_from(const Json& json);
// The measures with the conditions of the segments that they name; one that is none is kept in
// `unknown_segment`.
[[nodiscard]] Json with_segments(Json measures, const std::map<std::string, std::string>& segments);
// In the row's order, of which the first is the one that is meant.
[[nodiscard]] std::vector<Measure> measures_from(const Json& measures);

// The words of a row for them; an unknown one is `none`.
[[nodiscard]] Moment moment_from(std::string_view word);
[[nodiscard]] Act act_from(std::string_view word);

// "time_to_merge" -> "Time to merge".
[[nodiscard]] std::string label_from(std::string_view name);
// Hours of "90d" or "36h"; the schema lets nothing else through. Empty: 0.
[[nodiscard]] std::int64_t hours_from(std::string_view text);
// All texts of a list; empty when it is absent.
[[nodiscard]] std::vector<std::string> texts_of(const Json& list);

}  // namespace sluice::catalog
