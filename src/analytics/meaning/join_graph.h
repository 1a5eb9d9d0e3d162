#pragma once
#include "analytics/meaning/meaning.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice::analytics {

// One step of a join: from a field of the entry before to a field of `entry`. Names are those of
// the catalog, which outlives it.
struct JoinStep {
  std::size_t vendor = 0;  // Place among the vendors that the graph was made of.
  const catalog::Entry* entry = nullptr;
  std::string_view from_field;
  std::string_view to_field;
  bool by_meaning = false;  // Keys of two vendors: compared without case and outer blanks.
};

// The declared joins of some vendors and the cheapest ways over them. A way is searched for once
// for each entry that it begins at and kept, because a question with many nouns asks for the same
// ways thousands of times. Thread-safe; holds rows of the catalog and nothing of an organization.
class JoinGraph {
 public:
  explicit JoinGraph(const std::vector<VendorMeaning>& vendors);
  ~JoinGraph();
  JoinGraph(const JoinGraph&) = delete;
  JoinGraph& operator=(const JoinGraph&) = delete;

  // Inside a vendor by id, across vendors by a shared meaning that one side declares as a join;
  // empty from an entry to itself. Nothing when there is no way of at most hops_max steps.
  static constexpr std::size_t hops_max = 5;
  [[nodiscard]] std::optional<std::vector<JoinStep>> way(const catalog::Entry& from,
                                                         const catalog::Entry& to) const;

 private:
  struct Key;
  struct Edge;
  struct Node;
  struct Reached;
  using Ways = std::vector<Reached>;  // By node.

  [[nodiscard]] std::shared_ptr<const Ways> ways_from(std::size_t from) const;
  [[nodiscard]] Ways search(std::size_t from) const;
  void add_inside(const VendorMeaning& vendor, std::size_t place);
  [[nodiscard]] std::vector<Edge> edges_of(std::size_t node) const;

  std::vector<Node> nodes_;
  std::unordered_map<const catalog::Entry*, std::size_t> places_;
  // The keys of all entries by their meaning, those of one entry beside each other.
  std::unordered_map<std::string_view, std::vector<Key>> keys_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::size_t, std::shared_ptr<const Ways>> kept_;  // One a node.
};

}  // namespace sluice::analytics
