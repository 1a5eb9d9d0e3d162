#pragma once
#include "sandbox/value.h"

#include <string_view>
#include <vector>

namespace sluice::sandbox {

// The arguments of one tools/call. A dotted name ("created.gte") is looked up as a path, as a
// plain member of that name, and in the bracket form ("created[gte]"); "a|b" tries a, then b.
// Texts that hold JSON are read as that JSON on the way down.
class Arguments {
 public:
  // `arguments` is the object of one tools/call; anything else has no members.
  explicit Arguments(Value arguments);
  // Looks below these paths too, outermost first: a tool may wrap its query in an envelope.
  [[nodiscard]] Arguments also_below(const std::vector<std::string>& paths) const;
  // Null when absent. A path with "[]" gives the list of what it reaches, null when that is empty.
  [[nodiscard]] Value find(std::string_view name) const;
  // The argument as sent, JSON texts untouched: for query languages.
  [[nodiscard]] Value find_raw(std::string_view name) const;
  [[nodiscard]] const Value& all() const noexcept { return raw_; }

 private:
  Value raw_;
  std::vector<Value> roots_;
};

}  // namespace sluice::sandbox
