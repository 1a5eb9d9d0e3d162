#pragma once
// What an aggregate tool was asked for, read from its specification and the arguments. For the
// engine's own files only.
#include "sandbox/day_range.h"
#include "sandbox/tool_call.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::sandbox {

// A column of the answer that is summed (or computed from sums).
struct Measure {
  std::string shown;    // Its name in the answer.
  std::string formula;  // A measure's name, or a formula over measures; empty: all of the table.
  std::string table;    // Only this table; empty: the first that fits.
  std::string weight;   // Not additive: the mean weighted by this measure.
  std::vector<std::pair<std::string, std::string>> where;  // Dimension = value.
};

// A column of the answer that groups.
struct Group {
  std::string shown;
  std::string column;
  std::string derived;          // "date[0:6]", "x before ' / '": computed from `column`.
  std::optional<Grain> bucket;  // The column is a date, shown as its bucket's first day.
};

// One line of a trend: the rows of one event, or of all.
struct Series {
  std::string label;  // Empty: no series was asked for.
  std::vector<Measure> measures;
};

// The whole request in the world's own words: nothing of the arguments is read after it is made.
struct AggregatePlan {
  std::vector<std::string> tables;
  std::vector<Group> groups;
  std::vector<Series> series;  // At least one.
  std::string series_field;
  std::string breakdown;              // A dimension, also among `groups`; empty: none.
  std::vector<std::string> filtered;  // Dimensions that a property filter names.
  DayRange range;
};

// The specification with the report that the arguments pick ("by_argument") laid over it.
[[nodiscard]] OrSentence<Value> specification_for(const Value& spec, const Arguments& arguments);
// The error is the sentence the vendor would answer: an unknown breakdown, mode or period.
[[nodiscard]] OrSentence<AggregatePlan> plan_of(const ToolCall& call);

}  // namespace sluice::sandbox
