#pragma once
#include "base/clock.h"
#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>

// What the sandbox's engine works on: JSON whose members keep their order, because a vendor's
// tables (CSV, Markdown) have their columns in that order.
namespace sluice::sandbox {

using Value = OrderedJson;

// The form in which arguments and members are compared: a text as it is, everything else as JSON
// writes it, so 9001 and "9001" are equal.
[[nodiscard]] std::string as_text(const Value& value);

// A number, or a text that is one as a whole.
[[nodiscard]] std::optional<double> number_of(const Value& value);
// An instant: RFC 3339, a day (its UTC midnight), or a local time without zone (taken as UTC).
[[nodiscard]] std::optional<Instant> instant_of(const Value& value);
// "2026-09-30" and nothing after it.
[[nodiscard]] bool is_day(std::string_view text);

// Less than 0, 0, or more: numbers by value, instants by time (an epoch number against a written
// date too), everything else as text. Nothing when one of them is null, or a number and the other a
// text that is none.
[[nodiscard]] std::optional<int> order_of(const Value& left, const Value& right);
[[nodiscard]] bool same_value(const Value& left, const Value& right);

// Members whose name starts with "_" are for the sandbox's filters only: gone at every depth.
[[nodiscard]] Value without_private_members(const Value& value);
// Texts that hold a JSON object or array, replaced by it (some tools take JSON as text).
[[nodiscard]] Value with_embedded_json(const Value& value);
// Between the two JSON types; depth and size were bounded by whoever parsed.
[[nodiscard]] Value to_value(const Json& json);
// Without blanks; bytes that are no UTF-8 become U+FFFD, since the sample data are ours to mend.
[[nodiscard]] std::string to_wire_text(const Value& value);

// The member, or null's singleton when absent or not an object.
[[nodiscard]] const Value& member_of(const Value& object, std::string_view name);
[[nodiscard]] std::string text_of(const Value& object, std::string_view name,
                                  std::string_view fallback = {});

}  // namespace sluice::sandbox
