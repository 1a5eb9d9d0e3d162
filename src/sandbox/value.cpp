#include "sandbox/value.h"

#include "base/text.h"
#include "base/time_format.h"

#include <charconv>
#include <cmath>

namespace sluice::sandbox {
namespace {

constexpr std::size_t day_length = 10;
// Above this an epoch number counts milliseconds, below it seconds.
constexpr double epoch_ms_min = 100'000'000'000.0;

template <class T>
int sign_of_difference(const T& left, const T& right) {
  if (left < right) return -1;
  return right < left ? 1 : 0;
}

// The vendors mix both units. Milliseconds passed that number in 1973, seconds reach it in 5138.
Instant from_epoch(double number) {
  const double milliseconds = number >= epoch_ms_min ? number : number * 1000.0;
  return Instant(std::chrono::milliseconds(std::llround(milliseconds)));
}

// Number against written date: the number is an epoch. Nothing when neither side is a date.
std::optional<int> temporal_order(const Value& left, const Value& right) {
  const auto left_number = number_of(left);
  const auto right_number = number_of(right);
  const auto left_at = left_number ? from_epoch(*left_number) : instant_of(left);
  const auto right_at = right_number ? from_epoch(*right_number) : instant_of(right);
  if (!left_at || !right_at) return std::nullopt;
  return sign_of_difference(*left_at, *right_at);
}

}  // namespace

std::string as_text(const Value& value) {
  if (value.is_string()) return value.get<std::string>();
  return to_wire_text(value);
}

std::optional<double> number_of(const Value& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.get_ref<const std::string&>();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

bool is_day(std::string_view text) {
  if (text.size() != day_length || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i != 4 && i != 7 && !is_digit(text[i])) return false;
  return true;
}

std::optional<Instant> instant_of(const Value& value) {
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.get_ref<const std::string&>();
  if (text.size() < day_length || !is_day(std::string_view(text).substr(0, day_length)))
    return std::nullopt;
  if (text.size() == day_length) return parse_rfc3339(text + "T00:00:00Z");
  std::string stamp = text;
  if (stamp[day_length] == ' ') stamp[day_length] = 'T';
  if (const auto exact = parse_rfc3339(stamp)) return exact;
  if (stamp.size() == day_length + 6) stamp += ":00";  // "T09:30".
  return parse_rfc3339(stamp + "Z");
}

std::optional<int> order_of(const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return std::nullopt;
  const auto left_number = number_of(left);
  const auto right_number = number_of(right);
  if (left_number && right_number) return sign_of_difference(*left_number, *right_number);
  // Before texts: "2026-10-01" and "2026-10-01T00:00:00Z" are the same moment and different texts.
  if (const auto order = temporal_order(left, right)) return order;
  // "USD" is neither more nor less than 1000.
  if (left.is_number() != right.is_number()) return std::nullopt;
  return sign_of_difference(as_text(left), as_text(right));
}

bool same_value(const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return left.is_null() && right.is_null();
  if (as_text(left) == as_text(right)) return true;
  const auto left_number = number_of(left);
  const auto right_number = number_of(right);
  return left_number && right_number && sign_of_difference(*left_number, *right_number) == 0;
}

// Depth is bounded by the parser. NOLINTNEXTLINE(misc-no-recursion)
Value without_private_members(const Value& value) {
  if (value.is_array()) {
    Value out = Value::array();
    for (const Value& element : value)
      out.push_back(without_private_members(element));
    return out;
  }
  if (!value.is_object()) return value;
  Value out = Value::object();
  for (const auto& [name, inner] : value.items())
    if (!name.starts_with('_')) out[name] = without_private_members(inner);
  return out;
}

// As above. NOLINTNEXTLINE(misc-no-recursion)
Value with_embedded_json(const Value& value) {
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    if (!text.starts_with('{') && !text.starts_with('[')) return value;
    const auto parsed = parse_json(text);
    return parsed && parsed->is_structured() ? to_value(*parsed) : value;
  }
  if (!value.is_structured()) return value;
  Value out = value;
  for (Value& inner : out)
    inner = with_embedded_json(inner);
  return out;
}

Value to_value(const Json& json) {
  if (json.is_array()) {
    Value out = Value::array();
    for (const Json& element : json)
      out.push_back(to_value(element));
    return out;
  }
  if (json.is_object()) {
    Value out = Value::object();
    for (const auto& [name, inner] : json.items())
      out[name] = to_value(inner);
    return out;
  }
  return Value(json);
}

std::string to_wire_text(const Value& value) {
  return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

const Value& member_of(const Value& object, std::string_view name) {
  static const Value absent;
  if (!object.is_object()) return absent;
  const auto found = object.find(name);
  return found == object.end() ? absent : *found;
}

std::string text_of(const Value& object, std::string_view name, std::string_view fallback) {
  const Value& value = member_of(object, name);
  return value.is_string() ? value.get<std::string>() : std::string(fallback);
}

}  // namespace sluice::sandbox
