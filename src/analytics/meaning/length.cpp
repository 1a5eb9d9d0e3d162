#include "analytics/meaning/length.h"

#include "analytics/meaning/labels.h"
#include "analytics/meaning/meaning.h"

#include <algorithm>
#include <array>

namespace sluice::analytics {
namespace {

constexpr std::array<std::string_view, 3> units{"minutes", "hours", "days"};
constexpr std::string_view between = "_between(";

[[nodiscard]] const catalog::Field* moment_named(const catalog::Entry& entry,
                                                 std::string_view name) {
  const catalog::Field* field = field_named(entry, name);
  return field != nullptr && field->role == "time" ? field : nullptr;
}

// "Merged at" is "merged" between two moments.
[[nodiscard]] std::string moment_text(const catalog::Field& field) {
  std::string text = inside_sentence(label_of(field));
  constexpr std::string_view at = " at";
  if (text.ends_with(at)) text.resize(text.size() - at.size());
  return text;
}

}  // namespace

std::optional<Length> length_named(const catalog::Entry& entry, std::string_view name) {
  for (const std::string_view unit : units) {
    if (!name.starts_with(unit) || !name.substr(unit.size()).starts_with(between)) continue;
    std::string_view moments = name.substr(unit.size() + between.size());
    const std::size_t comma = moments.find(", ");
    if (!moments.ends_with(')') || comma == std::string_view::npos) return std::nullopt;
    moments.remove_suffix(1);
    const Length length{.from = moment_named(entry, moments.substr(0, comma)),
                        .until = moment_named(entry, moments.substr(comma + 2)),
                        .unit = std::string(unit)};
    const bool two =
        length.from != nullptr && length.until != nullptr && length.from != length.until;
    return two ? std::optional(length) : std::nullopt;
  }
  return std::nullopt;
}

std::string name_of(const Length& length) {
  return length.unit + "_between(" + length.from->name + ", " + length.until->name + ")";
}

std::string label_of(const Length& length) {
  return "Time from " + moment_text(*length.from) + " to " + moment_text(*length.until);
}

std::string rows_with(const Length& length) {
  return length.from->name + " is not null and " + length.until->name + " is not null and " +
         length.until->name + " <= now";
}

const catalog::Measure* rows_that_reached(const catalog::Entry& entry,
                                          const catalog::Field& until) {
  const catalog::Measure* reached = nullptr;
  const std::string happened = until.name + " is not null";
  for (const catalog::Measure& measure : entry.measures) {
    if (measure.time != until.name || measure.aggregation != catalog::Aggregation::count) continue;
    if (measure.filter.empty() || measure.filter == happened) return nullptr;
    // Of several, the one that is called as the moment is: "deals closed".
    const bool called = measure.name.find(until.name) != std::string::npos;
    if (reached == nullptr || called) reached = &measure;
  }
  return reached;
}

}  // namespace sluice::analytics
