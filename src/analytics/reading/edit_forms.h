#pragma once
#include "analytics/reading/parts.h"

// Follow-ups to the forms that are more than groups and measures: bands, hours, places within
// groups, a funnel, what contributed to a change. Their conditions and their time can be changed;
// anything else is asked anew.
namespace sluice::analytics {

[[nodiscard]] bool has_fixed_form(const QueryPlan& plan);
// Ends the reading where it says more of a fixed form than can be changed, or asks for such a form
// of a plan that has another.
void check_fixed_form(Parts& parts);
// What the steps of a follow-up may have put in the place of the form.
void restore_form(Parts& parts);
// Rows of another entry that the plan before asks for have to belong to what is counted now.
void check_related(Parts& parts);

}  // namespace sluice::analytics
