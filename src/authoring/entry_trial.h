#pragma once
#include "analyst/analyst.h"
#include "analytics/meaning/meaning.h"
#include "base/clock.h"
#include "base/deadline.h"
#include "base/task.h"
#include "base/time_zone.h"
#include "sources/call_vendor.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sluice::authoring {

// The stretch of time that a trial asks about, where an entry is asked with dates.
inline constexpr std::chrono::days trial_days_default{30};
inline constexpr std::chrono::seconds trial_deadline{120};  // Of one entry.

// What one entry gave when it was asked once, as a question would ask it.
struct EntryTrial {
  std::string entry{};
  std::string tool{};
  std::string failure{};  // A sentence: why no row came; empty: rows could be read.
  std::string form{};     // How the rows were found: json-text, markdown, csv ...
  std::size_t rows = 0;
  std::size_t pages = 0;
  std::int64_t total = 0;  // As the vendor says; 0: it does not.
  bool partial = false;    // Fewer than there are, for all that is known.
  bool full_last_page = false;
  std::size_t unreadable_cells = 0;
  std::size_t unconverted_cells = 0;
  std::vector<std::string> empty_fields{};  // Null in every row.

  // Nothing that the author should look at.
  [[nodiscard]] bool is_clean() const;
};

// Whom to ask, and as whom. What it refers to outlives the trial.
struct TrialContext {
  analyst::AnalystSpawner* spawner = nullptr;
  sources::CallVendor call;
  analytics::VendorMeaning vendor;
  analyst::CurrencyRates rates;
  Instant now;
  TimeZone zone;
  std::chrono::days days = trial_days_default;
};

// Asks every entry of the row, one after the other, each with a worker of its own: what one of them
// breaks the others do not feel. A fan-out is asked for every row of its entry, within the limits
// of a question.
[[nodiscard]] Task<std::vector<EntryTrial>> try_entries(TrialContext context);

}  // namespace sluice::authoring
