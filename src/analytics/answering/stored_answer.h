#pragma once
#include "base/json.h"

#include <string>
#include <string_view>

namespace sluice::analytics {

// Under which an answer was stored: what is left of it when its text is damaged.
struct StoredUnder {
  std::string id;
  std::string question;
};

// A stored answer as a page gets it. A database is a file that somebody may have changed, and a
// page must not break on what it reads there: an answer that does not have the form of ours, or
// whose chart is not one that may be drawn, becomes an answer that says so.
[[nodiscard]] OrderedJson read_stored_answer(std::string_view text, const StoredUnder& under);

}  // namespace sluice::analytics
