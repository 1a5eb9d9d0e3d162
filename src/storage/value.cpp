#include "storage/value.h"

#include <algorithm>
#include <stdexcept>

namespace sluice::storage {
namespace {

template <class T>
const T& expect_type(const Value& value, std::string_view column) {
  if (const T* held = std::get_if<T>(&value)) return *held;
  throw std::logic_error("column " + std::string(column) + " is of another type");
}

}  // namespace

const Value& Row::at(std::string_view column) const {
  const auto found = std::ranges::find(*columns_, column);
  if (found == columns_->end())
    throw std::logic_error("no column " + std::string(column) + " in the row");
  return values_[static_cast<std::size_t>(found - columns_->begin())];
}

bool Row::is_null(std::string_view column) const {
  return std::holds_alternative<std::monostate>(at(column));
}

std::int64_t Row::integer(std::string_view column) const {
  return expect_type<std::int64_t>(at(column), column);
}

double Row::real(std::string_view column) const {
  const Value& value = at(column);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  return expect_type<double>(value, column);
}

std::string Row::text(std::string_view column) const {
  return expect_type<std::string>(at(column), column);
}

Instant Row::instant(std::string_view column) const {
  return Instant(std::chrono::milliseconds(integer(column)));
}

std::optional<std::string> Row::optional_text(std::string_view column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<std::int64_t> Row::optional_integer(std::string_view column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<Instant> Row::optional_instant(std::string_view column) const {
  if (is_null(column)) return std::nullopt;
  return instant(column);
}

}  // namespace sluice::storage
