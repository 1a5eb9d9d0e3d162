#include "sandbox/asked_range.h"

#include "base/time_format.h"

#include <chrono>
#include <utility>

namespace sluice::sandbox {

OrSentence<Value> arguments_in_range(const Value& spec, const Arguments& arguments, Instant now) {
  const Value& cap = member_of(spec, "max_range_days");
  if (!cap.is_object()) return arguments.all();
  const std::string from = text_of(cap, "from");
  const auto start = instant_of(arguments.find(from));
  if (!start) return arguments.all();
  const Instant end = instant_of(arguments.find(text_of(cap, "to"))).value_or(now);
  const Value& days = member_of(cap, "days");
  const std::chrono::days most(days.is_number_integer() ? days.get<int>() : 0);
  if (end - *start <= most) return arguments.all();
  // The silent cut is what a product must be held to: it looks like a smaller number.
  if (!text_of(cap, "beyond").starts_with("keeps"))
    return std::unexpected("the range is longer than " + as_text(days) + " days");
  Value kept = arguments.all();
  kept[from] = to_rfc3339(end - most);
  return kept;
}

}  // namespace sluice::sandbox
