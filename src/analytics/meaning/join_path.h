#pragma once
#include "analytics/meaning/join_graph.h"
#include "analytics/meaning/meaning.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::analytics {

// An entry of a connected vendor.
struct Place {
  const VendorMeaning* vendor = nullptr;
  const catalog::Entry* entry = nullptr;
  friend bool operator==(const Place&, const Place&) = default;
};

// One step of a join: from a field of the entry before to a field of `to`.
struct Hop {
  Place to;
  std::string from_field;
  std::string to_field;
  bool by_meaning = false;  // Keys of two vendors: compared without case and outer blanks.
};

// The cheapest way over declared joins (JoinGraph::way), or nothing.
[[nodiscard]] std::optional<std::vector<Hop>> join_path(const Meaning& meaning, Place from,
                                                        Place to);
// With the graph of these vendors, where one is kept.
[[nodiscard]] std::optional<std::vector<Hop>> join_path(const std::vector<VendorMeaning>& vendors,
                                                        const JoinGraph& graph,
                                                        const catalog::Entry& from,
                                                        const catalog::Entry& to);

}  // namespace sluice::analytics
