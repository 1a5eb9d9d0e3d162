#include "analytics/meaning/join_path.h"

namespace sluice::analytics {

std::optional<std::vector<Hop>> join_path(const Meaning& meaning, Place from, Place to) {
  return join_path(meaning.vendors(), JoinGraph(meaning.vendors()), *from.entry, *to.entry);
}

std::optional<std::vector<Hop>> join_path(const std::vector<VendorMeaning>& vendors,
                                          const JoinGraph& graph, const catalog::Entry& from,
                                          const catalog::Entry& to) {
  const auto steps = graph.way(from, to);
  if (!steps) return std::nullopt;
  std::vector<Hop> hops;
  for (const JoinStep& step : *steps)
    hops.push_back({.to = {&vendors[step.vendor], step.entry},
                    .from_field = std::string(step.from_field),
                    .to_field = std::string(step.to_field),
                    .by_meaning = step.by_meaning});
  return hops;
}

}  // namespace sluice::analytics
