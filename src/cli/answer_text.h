#pragma once
#include "analytics/answering/answer.h"

#include <string>

namespace sluice::cli {

// An answer for a terminal: the sentence, the table where there is more than one number, where it
// came from, and what could be asked instead where it was refused.
[[nodiscard]] std::string answer_text(const analytics::Answer& answer);

}  // namespace sluice::cli
