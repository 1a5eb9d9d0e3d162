#pragma once
#include "analytics/reading/parts.h"

#include <expected>

// A follow-up: the plan of the question before, changed where the pieces of this one say so. What
// they do not name stays as it was; a filter, a group or a period of the plan before that cannot be
// kept makes the reading impossible, so that none is lost in silence.
namespace sluice::analytics {

[[nodiscard]] std::expected<Assembled, Impossible> assemble_edit(Parts& parts);

// For take_frame(): whether the plan before says which shape the answer has, which is then set.
[[nodiscard]] bool keeps_shape(Parts& parts);

// The steps, by file; each stands in the place of the step of the same name for a whole question.
// edit_plan.cpp
void edit_measure(Parts& parts);
void edit_groups(Parts& parts);
void edit_rows(Parts& parts);
// edit_conditions.cpp
void edit_conditions(Parts& parts);
// edit_time.cpp
void edit_time(Parts& parts);

// Whether the question names what it counts, rather than leaving it to the one before.
[[nodiscard]] bool names_measure(const Parts& parts);
[[nodiscard]] bool follows(const Parts& parts, FollowUp how);
// The field as the counted rows see it; nothing: they have no such field.
[[nodiscard]] std::optional<FieldSense> sense_of(const Parts& parts, const Reference& reference);

}  // namespace sluice::analytics
