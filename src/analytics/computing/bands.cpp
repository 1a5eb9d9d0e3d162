#include "analytics/computing/bands.h"

#include "analytics/language/number_text.h"
#include "analytics/plan/query_plan.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::analytics {
namespace {

// Six bands below the open one read at a glance; round widths make it four to eight.
constexpr double bands_wanted = 6;

[[nodiscard]] double round_width(double width) {
  const double power = std::pow(10, std::floor(std::log10(width)));
  for (const double step : {1.0, 2.0, 5.0})
    if (width <= step * power) return step * power;
  constexpr double next_power = 10;
  return next_power * power;
}

// Edges are round, so that cents would only be in the way: "$1,000".
[[nodiscard]] std::string edge_text(double edge, std::string_view unit) {
  const bool whole = std::floor(edge) == edge;
  std::string text = number_text(whole ? Json(static_cast<std::int64_t>(edge)) : Json(edge), unit);
  const std::size_t cents = text.find(".00");
  if (whole && cents != std::string::npos) text.erase(cents, 3);
  return text;
}

}  // namespace

std::vector<double> round_edges(const Spread& spread, bool whole) {
  const double high = std::max(spread.nearly_highest, spread.lowest);
  double width = (high - spread.lowest) / bands_wanted;
  // All numbers are (nearly) one: a band below it and one from it on.
  if (!(width > 0)) width = std::max(std::abs(high), 1.0);
  width = round_width(width);
  if (whole) width = std::max(width, 1.0);
  std::vector<double> edges;
  const double first = std::floor(spread.lowest / width) + 1;
  for (double step = first; edges.size() < band_edges_max; ++step) {
    edges.push_back(step * width);
    if (edges.back() >= high) break;
  }
  return edges;
}

std::string band_label(const std::vector<double>& edges, std::size_t band, std::string_view unit) {
  if (edges.empty()) return {};
  if (band == 0) return "under " + edge_text(edges.front(), unit);
  if (band >= edges.size()) return edge_text(edges.back(), unit) + " and more";
  return edge_text(edges[band - 1], unit) + " to under " + edge_text(edges[band], unit);
}

}  // namespace sluice::analytics
