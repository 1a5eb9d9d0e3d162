#pragma once
#include "base/clock.h"
#include "base/strong_id.h"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::storage {

// What a column holds. Instants are milliseconds since 1970, ids and flags integers, JSON text.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

// What a parameter may be. The set is closed on purpose: anything else does not compile.
[[nodiscard]] inline Value to_value(std::nullopt_t) {
  return {};
}
[[nodiscard]] inline Value to_value(std::string_view text) {
  return std::string(text);
}
[[nodiscard]] inline Value to_value(double number) {
  return number;
}
template <std::integral Integer>
[[nodiscard]] Value to_value(Integer number) {
  return static_cast<std::int64_t>(number);
}
[[nodiscard]] inline Value to_value(Instant instant) {
  return std::int64_t{instant.time_since_epoch().count()};
}
template <class Tag>
[[nodiscard]] Value to_value(StrongId<Tag> id) {
  return static_cast<std::int64_t>(id.value);
}
template <class T>
[[nodiscard]] Value to_value(const std::optional<T>& maybe) {
  return maybe ? to_value(*maybe) : Value{};
}

// A named parameter of a statement: {"vendor", slug} is `:vendor`.
// `parameter_name` must outlive it: a literal, as a rule.
struct Parameter {
  template <class T>
  Parameter(std::string_view parameter_name, const T& parameter_value)
      : name(parameter_name), value(to_value(parameter_value)) {}
  std::string_view name;
  Value value;
};
using Parameters = std::vector<Parameter>;

// One row of a result, read by column name. Asking for a column that the statement did not
// select, or for another type than the column's, is a mistake in the program: std::logic_error.
class Row {
 public:
  using Columns = std::shared_ptr<const std::vector<std::string>>;
  Row(Columns columns, std::vector<Value> values)
      : columns_(std::move(columns)), values_(std::move(values)) {}

  // To be asked before integer(), text() and their like where a column may be NULL; the optional_
  // ones ask by themselves.
  [[nodiscard]] bool is_null(std::string_view column) const;
  [[nodiscard]] std::int64_t integer(std::string_view column) const;
  [[nodiscard]] double real(std::string_view column) const;
  [[nodiscard]] bool flag(std::string_view column) const { return integer(column) != 0; }
  [[nodiscard]] std::string text(std::string_view column) const;
  [[nodiscard]] Instant instant(std::string_view column) const;
  template <class Id>
  [[nodiscard]] Id id(std::string_view column) const {
    return Id{static_cast<std::uint64_t>(integer(column))};
  }
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view column) const;
  [[nodiscard]] std::optional<Instant> optional_instant(std::string_view column) const;

 private:
  [[nodiscard]] const Value& at(std::string_view column) const;
  Columns columns_;  // Shared by the rows of one result.
  std::vector<Value> values_;
};

}  // namespace sluice::storage
