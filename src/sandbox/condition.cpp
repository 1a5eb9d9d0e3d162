#include "sandbox/condition.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::size_t day_length = 10;

bool text_contains(const Value& item, const Value& argument) {
  return lower(as_text(item)).find(lower(as_text(argument))) != std::string::npos;
}

// Every word of the argument occurs somewhere in the row's texts.
bool finds_every_word(const std::vector<const Value*>& items, const Value& argument) {
  std::string haystack;
  for (const Value* item : items)
    if (!item->is_null()) haystack += lower(as_text(*item)) + "\n";
  const std::string words = lower(as_text(argument));
  std::size_t at = 0;
  while (at < words.size()) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (end > at && haystack.find(words.substr(at, end - at)) == std::string::npos) return false;
    at = end + 1;
  }
  return true;
}

// A written day against a moment compares the moment's own day, so that the end day is all
// included.
std::optional<int> ordered(const Value& item, const Value& end, bool whole_days) {
  if (whole_days && end.is_string() && is_day(end.get_ref<const std::string&>()) &&
      item.is_string() && item.get_ref<const std::string&>().size() > day_length)
    return order_of(Value(item.get_ref<const std::string&>().substr(0, day_length)), end);
  return order_of(item, end);
}

bool is_between(const Value& item, const Value& ends, bool whole_days) {
  if (!ends.is_array() || ends.size() != 2) return false;
  const auto from = ordered(item, ends[0], whole_days);
  const auto to = ordered(item, ends[1], whole_days);
  return from && to && *from >= 0 && *to <= 0;
}

bool matches_one(const Condition& condition, const Value& item, const Value& argument) {
  const auto order = [&] { return ordered(item, argument, condition.whole_days); };
  switch (condition.comparison) {
    case Comparison::equal:
    case Comparison::not_equal:
    case Comparison::in:
    case Comparison::not_in: return same_value(item, argument);
    // What cannot be compared (a null) lies in no range, from neither side.
    case Comparison::at_least: return order().value_or(-1) >= 0;
    case Comparison::above: return order().value_or(-1) > 0;
    case Comparison::at_most: return order().value_or(1) <= 0;
    case Comparison::below: return order().value_or(1) < 0;
    case Comparison::contains:
    case Comparison::not_contains: return !item.is_null() && text_contains(item, argument);
    case Comparison::prefix: return as_text(item).starts_with(as_text(argument));
    case Comparison::between:
    case Comparison::search:
    case Comparison::present:
    case Comparison::absent: return false;
  }
  return false;
}

bool matches_any(const Condition& condition, const std::vector<const Value*>& items) {
  for (const Value* item : items) {
    if (!condition.argument.is_array()) {
      if (matches_one(condition, *item, condition.argument)) return true;
      continue;
    }
    for (const Value& argument : condition.argument)
      if (matches_one(condition, *item, argument)) return true;
  }
  return false;
}

// A list that a field holds stands for its elements where values are compared: a contact that is on
// lists 3 and 7 is found by "in [7]". An object stands for its id and its name: the option that a
// cell holds is found by either.
bool looks_into_lists(Comparison comparison) {
  return comparison == Comparison::equal || comparison == Comparison::not_equal ||
         comparison == Comparison::in || comparison == Comparison::not_in;
}

void take_scalar(const Value& item, std::vector<const Value*>& items) {
  items.push_back(&item);
  for (const std::string_view name : {"id", "name"})
    if (const Value& member = member_of(item, name); !member.is_null()) items.push_back(&member);
}

void take_item(const Value& item, bool each, std::vector<const Value*>& items) {
  if (each && item.is_array()) {
    for (const Value& element : item)
      take_scalar(element, items);
  } else if (each) {
    take_scalar(item, items);
  } else {
    items.push_back(&item);
  }
}

bool is_there(const Value* item) {
  return !item->is_null() && !(item->is_string() && item->get_ref<const std::string&>().empty());
}

}  // namespace

std::optional<Comparison> comparison_named(std::string_view name) {
  using Entry = std::pair<std::string_view, Comparison>;
  static constexpr std::array<Entry, 17> names{Entry{"eq", Comparison::equal},
                                               Entry{"ne", Comparison::not_equal},
                                               Entry{"in", Comparison::in},
                                               Entry{"not_in", Comparison::not_in},
                                               Entry{"gte", Comparison::at_least},
                                               Entry{"gt", Comparison::above},
                                               Entry{"lte", Comparison::at_most},
                                               Entry{"lt", Comparison::below},
                                               Entry{"contains", Comparison::contains},
                                               Entry{"search", Comparison::search},
                                               Entry{"prefix", Comparison::prefix},
                                               Entry{"between", Comparison::between},
                                               Entry{"not_contains", Comparison::not_contains},
                                               Entry{"present", Comparison::present},
                                               Entry{"not_null", Comparison::present},
                                               Entry{"absent", Comparison::absent},
                                               Entry{"is_null", Comparison::absent}};
  const auto* const found = std::ranges::find(names, name, &Entry::first);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

bool holds(const Condition& condition, const Value& row) {
  std::vector<const Value*> items;
  const bool each = looks_into_lists(condition.comparison);
  for (const ItemPath& path : condition.paths)
    for (const Value* item : path.find(row))
      take_item(*item, each, items);
  static const Value nothing;
  if (items.empty()) items.push_back(&nothing);
  switch (condition.comparison) {
    case Comparison::search: return finds_every_word(items, condition.argument);
    case Comparison::present: return std::ranges::any_of(items, is_there);
    case Comparison::absent: return std::ranges::none_of(items, is_there);
    case Comparison::between:
      return std::ranges::any_of(items, [&](const Value* item) {
        return is_between(*item, condition.argument, condition.whole_days);
      });
    case Comparison::not_equal:
    case Comparison::not_in:
    case Comparison::not_contains: return !matches_any(condition, items);
    case Comparison::equal:
    case Comparison::in:
    case Comparison::at_least:
    case Comparison::above:
    case Comparison::at_most:
    case Comparison::below:
    case Comparison::contains:
    case Comparison::prefix: return matches_any(condition, items);
  }
  return false;
}

Predicate to_predicate(Condition condition) {
  return [condition = std::move(condition)](const Value& row) { return holds(condition, row); };
}

Predicate field_is(std::string_view path, Comparison comparison, Value argument) {
  return to_predicate({{ItemPath(path)}, comparison, std::move(argument), true});
}

Predicate all_of(std::vector<Predicate> parts) {
  return [parts = std::move(parts)](const Value& row) {
    return std::ranges::all_of(parts, [&](const Predicate& part) { return part(row); });
  };
}

Predicate any_of(std::vector<Predicate> parts) {
  return [parts = std::move(parts)](const Value& row) {
    return std::ranges::any_of(parts, [&](const Predicate& part) { return part(row); });
  };
}

Predicate negation(Predicate part) {
  return [part = std::move(part)](const Value& row) { return !part(row); };
}

}  // namespace sluice::sandbox
