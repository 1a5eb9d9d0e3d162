#pragma once
#include "analytics/plan/query_plan.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

// How the enums of a plan are called in its JSON: read and written from the same lists.
namespace sluice::analytics {

// Names are kept with cards for years: an enumerator may be renamed, its text may not.
template <class Value, std::size_t count>
using Names = std::array<std::pair<Value, std::string_view>, count>;

inline constexpr Names<Frame, 10> frame_names{{{Frame::total, "total"},
                                               {Frame::trend, "trend"},
                                               {Frame::breakdown, "breakdown"},
                                               {Frame::top, "top"},
                                               {Frame::comparison, "comparison"},
                                               {Frame::share, "share"},
                                               {Frame::list, "list"},
                                               {Frame::record_count, "record_count"},
                                               {Frame::distribution, "distribution"},
                                               {Frame::funnel, "funnel"}}};
inline constexpr Names<Grain, 5> grain_names{{{Grain::day, "day"},
                                              {Grain::week, "week"},
                                              {Grain::month, "month"},
                                              {Grain::quarter, "quarter"},
                                              {Grain::year, "year"}}};
inline constexpr Names<WeekStart, 2> week_start_names{
    {{WeekStart::monday, "monday"}, {WeekStart::sunday, "sunday"}}};
inline constexpr Names<FilterOp, 11> op_names{{{FilterOp::eq, "eq"},
                                               {FilterOp::ne, "ne"},
                                               {FilterOp::in, "in"},
                                               {FilterOp::not_in, "not_in"},
                                               {FilterOp::gt, "gt"},
                                               {FilterOp::gte, "gte"},
                                               {FilterOp::lt, "lt"},
                                               {FilterOp::lte, "lte"},
                                               {FilterOp::contains, "contains"},
                                               {FilterOp::is_null, "is_null"},
                                               {FilterOp::is_not_null, "is_not_null"}}};
inline constexpr Names<Comparison, 4> comparison_names{
    {{Comparison::none, "none"},
     {Comparison::previous_period, "previous_period"},
     {Comparison::previous_year, "previous_year"},
     {Comparison::named_period, "named_period"}}};
inline constexpr Names<Derivation, 4> derivation_names{{{Derivation::none, "none"},
                                                        {Derivation::ratio, "ratio"},
                                                        {Derivation::percent, "percent"},
                                                        {Derivation::difference, "difference"}}};

inline constexpr Names<Transform, 3> transform_names{
    {{Transform::none, "none"},
     {Transform::running_total, "running_total"},
     {Transform::moving_average, "moving_average"}}};
inline constexpr Names<Change, 3> change_names{
    {{Change::none, "none"}, {Change::absolute, "absolute"}, {Change::percent, "percent"}}};
inline constexpr Names<DatePart, 2> part_names{
    {{DatePart::weekday, "weekday"}, {DatePart::hour, "hour"}}};

template <class Value, std::size_t count>
[[nodiscard]] std::string name_of(Value value, const Names<Value, count>& names) {
  for (const auto& [known, name] : names) {
    if (known == value) return std::string(name);
  }
  return {};
}

}  // namespace sluice::analytics
