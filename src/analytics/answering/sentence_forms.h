#pragma once
#include "analytics/answering/present.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// The sentence of a form that is more than a number, a series or a list of groups: bands, hours,
// places within groups, a funnel, what contributed to a change. Nothing for any other plan.
[[nodiscard]] std::optional<std::string> form_sentence(const Presentation& presentation,
                                                       const analyst::Table& table);

}  // namespace sluice::analytics
