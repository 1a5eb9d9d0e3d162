#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// What the numbers of a distribution are like.
struct Spread {
  double lowest = 0;
  double nearly_highest = 0;  // The 95th percentile: a few giants shall not make one band of all.
  double highest = 0;
};

// Edges for four to eight bands of one width, a round number (1, 2 or 5 times a power of ten), with
// all that is far above in the last one. At least one edge. With `whole`, no width is below 1.
[[nodiscard]] std::vector<double> round_edges(const Spread& spread, bool whole);

// How a band is called, by its place among the edges: "under $1,000", "$1,000 to under $2,000",
// "$5,000 and more".
[[nodiscard]] std::string band_label(const std::vector<double>& edges, std::size_t band,
                                     std::string_view unit);

}  // namespace sluice::analytics
