#pragma once
#include "analyst/analyst.h"
#include "analytics/computing/shown_fields.h"
#include "analytics/computing/workbook.h"
#include "analytics/plan/query_plan.h"
#include "base/json.h"
#include "base/strong_id.h"
#include "base/time_zone.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::analytics {

// One call a row of another table: which table, what to SELECT from it, and the dotted argument
// that each selected column fills.
struct FanOut {
  std::string table;
  std::string sql;
  std::vector<std::string> arguments;
};

// One table to fill through one connection; several fetches of a table where its vendor has
// several. The arguments are complete but for the pages and the fan-out; several of them where the
// tool takes only short ranges.
struct PlannedFetch {
  std::string vendor;
  ConnectionId connection{};
  std::string account{};  // The connection's name, where the vendor has several; else empty.
  const catalog::Tool* tool = nullptr;
  std::vector<Json> arguments;
  analyst::TableSpec table;
  std::optional<FanOut> fan_out;
  std::size_t calls_max = 0;  // That the row lets a question take of the vendor; 0: the ordinary.
  std::vector<ShownField> shown;  // Empty where nobody learns from it.
  Json told = Json::object();     // What its rows carry beside what the vendor says.
};

// When and where a plan is run, as far as its fetches go by it.
struct FetchMoment {
  FetchRange range;  // Of the whole plan.
  Instant now;
  TimeZone zone;
  bool shows_values = false;  // The fields of ShownField are read as well.
};

// What must be fetched for the tables of the workbook. Adds to the workbook the fields that
// fan-outs and empty tables need, so it comes before the fetching and after the statements.
// Mistakes are left in the workbook.
[[nodiscard]] std::vector<PlannedFetch> plan_fetches(Workbook& book, const QueryPlan& plan,
                                                     const FetchMoment& moment);

}  // namespace sluice::analytics
