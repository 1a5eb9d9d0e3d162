#pragma once
#include "sandbox/item_path.h"
#include "sandbox/value.h"

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// Which rows stay. Owns everything it needs.
using Predicate = std::function<bool(const Value& row)>;

enum class Comparison {
  equal,
  not_equal,
  in,
  not_in,
  at_least,
  above,
  at_most,
  below,
  contains,
  not_contains,
  search,
  prefix,
  present,
  absent,
  between,
};

// The comparison of a world file's "op" ("eq", "gte", "contains", ...); nothing when unknown.
[[nodiscard]] std::optional<Comparison> comparison_named(std::string_view name);

// One comparison of what sits at any of `paths` with `argument` (a list: any of its elements;
// `between`: its two ends, both included). A field that holds a list equals, or is in, what one of
// its elements does.
struct Condition {
  std::vector<ItemPath> paths;
  Comparison comparison = Comparison::equal;
  Value argument;
  // An end that is a day means the whole day: "<= 2026-09-30" keeps 18:00 on the 30th.
  bool whole_days = false;
};
// A path that leads nowhere reads as one null, so "not x" holds for it and "at least x" does not.
[[nodiscard]] bool holds(const Condition& condition, const Value& row);
// The same as a function of the row; field_is() is the one of a single path with whole days.
[[nodiscard]] Predicate to_predicate(Condition condition);
[[nodiscard]] Predicate field_is(std::string_view path, Comparison comparison, Value argument);

[[nodiscard]] Predicate all_of(std::vector<Predicate> parts);  // True when empty.
[[nodiscard]] Predicate any_of(std::vector<Predicate> parts);  // False when empty.
[[nodiscard]] Predicate negation(Predicate part);

}  // namespace sluice::sandbox
