#pragma once
#include "catalog/vendor.h"

#include <string>
#include <vector>

namespace sluice::catalog {

// One thing that does not fit, at a place of the row.
struct RowIssue {
  std::string path;  // "entries/0/measures/3": index of the entry, index of the measure.
  std::string message;
  friend bool operator==(const RowIssue&, const RowIssue&) = default;
};

// What a schema cannot see: that a row fits together. Every entry's tool exists, is callable and
// takes the entry's arguments; names are unique; expressions parse and name fields that exist
// (through a join where they say so); a scope stands in one list; joins, fan-outs, rules and
// templates lead somewhere.
[[nodiscard]] std::vector<RowIssue> row_issues(const Vendor& vendor);

}  // namespace sluice::catalog
