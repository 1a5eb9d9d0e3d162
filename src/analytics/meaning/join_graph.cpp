#include "analytics/meaning/join_graph.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::analytics {
namespace {

// Joins along a key are sure; against it (one customer, many invoices) less wanted; a shared
// meaning is tried by how well it identifies.
constexpr int along_cost = 1;
constexpr int against_cost = 3;
constexpr std::array<std::string_view, 10> meanings = {
    "company.domain", "work.key",    "order.id",     "person.email", "staff.email",
    "person.login",   "staff.login", "company.name", "person.name",  "staff.name"};

[[nodiscard]] int meaning_cost(std::string_view meaning) {
  const auto found = std::ranges::find(meanings, meaning);
  return 4 + static_cast<int>(found - meanings.begin());
}

// The entry and field of "customers.id"; no entry when it is a meaning.
struct Target {
  const catalog::Entry* entry = nullptr;
  std::string_view field;
};
[[nodiscard]] Target target_of(const VendorMeaning& vendor, const catalog::Join& join) {
  const std::string_view to = join.to;
  const auto dot = to.find('.');
  if (dot == std::string_view::npos) return {};
  return {.entry = vendor.vendor->find_entry(to.substr(0, dot)), .field = to.substr(dot + 1)};
}

}  // namespace

// A field that stands for a meaning, and whether the row declares it as a join.
struct JoinGraph::Key {
  std::size_t node = 0;
  std::string_view meaning;
  std::string_view field;
  bool declared = false;
};

struct JoinGraph::Edge {
  std::size_t to = 0;
  std::string_view from_field;
  std::string_view to_field;
  bool by_meaning = false;
  int cost = 0;
};

struct JoinGraph::Node {
  std::size_t vendor = 0;
  const catalog::Entry* entry = nullptr;
  std::vector<Edge> inside;  // Joins along its keys first, then those against them.
  std::vector<Key> keys;
};

// How a node was reached: by `edge` from the node `before`.
struct JoinGraph::Reached {
  std::size_t before = 0;
  Edge edge;
  int cost = 0;
  std::size_t hops = 0;
  bool seen = false;
  bool settled = false;
};

JoinGraph::JoinGraph(const std::vector<VendorMeaning>& vendors) {
  for (std::size_t at = 0; at < vendors.size(); ++at)
    for (const catalog::Entry& entry : vendors[at].vendor->entries)
      if (places_.try_emplace(&entry, nodes_.size()).second) nodes_.push_back({at, &entry, {}, {}});
  for (std::size_t place = 0; place < nodes_.size(); ++place) {
    Node& node = nodes_[place];
    const VendorMeaning& vendor = vendors[node.vendor];
    add_inside(vendor, place);
    for (const catalog::Join& join : node.entry->joins)
      if (target_of(vendor, join).entry == nullptr)
        node.keys.push_back({place, join.to, join.field, true});
    for (const catalog::Field& field : node.entry->fields)
      if (!field.meaning.empty()) node.keys.push_back({place, field.meaning, field.name, false});
    for (const Key& key : node.keys)
      keys_[key.meaning].push_back(key);
  }
}

JoinGraph::~JoinGraph() = default;

void JoinGraph::add_inside(const VendorMeaning& vendor, std::size_t place) {
  Node& node = nodes_[place];
  for (const catalog::Join& join : node.entry->joins) {
    const Target target = target_of(vendor, join);
    if (target.entry == nullptr) continue;
    node.inside.push_back({places_.at(target.entry), join.field, target.field, false, along_cost});
  }
  for (const catalog::Entry& other : vendor.vendor->entries)
    for (const catalog::Join& join : other.joins) {
      const Target target = target_of(vendor, join);
      if (target.entry != node.entry || &other == node.entry) continue;
      node.inside.push_back({places_.at(&other), target.field, join.field, false, against_cost});
    }
}

// Made for each search and not kept: with many vendors a shared meaning joins each of its entries
// to each other one, which is far more to hold than the few ways that are asked for.
std::vector<JoinGraph::Edge> JoinGraph::edges_of(std::size_t node) const {
  std::vector<Edge> edges = nodes_[node].inside;
  for (const Key& own : nodes_[node].keys) {
    const int cost = meaning_cost(own.meaning);
    std::optional<std::size_t> done;  // One edge for each meaning that both carry.
    for (const Key& key : keys_.at(own.meaning)) {
      if (key.node == node || key.node == done || !(key.declared || own.declared)) continue;
      done = key.node;
      edges.push_back({key.node, own.field, key.field, true, cost});
    }
  }
  return edges;
}

// By cost; of equal ones what was seen first goes first, so that a way is always the same.
JoinGraph::Ways JoinGraph::search(std::size_t from) const {
  Ways ways(nodes_.size());
  std::vector<std::size_t> seen{from};
  ways[from].seen = true;
  while (true) {
    std::optional<std::size_t> here;
    for (const std::size_t node : seen)
      if (!ways[node].settled && (!here || ways[node].cost < ways[*here].cost)) here = node;
    if (!here) return ways;
    ways[*here].settled = true;
    if (ways[*here].hops >= hops_max) continue;
    for (const Edge& edge : edges_of(*here)) {
      Reached& next = ways[edge.to];
      const int cost = ways[*here].cost + edge.cost;
      if (next.seen && (next.settled || next.cost <= cost)) continue;
      if (!next.seen) seen.push_back(edge.to);
      next = {*here, edge, cost, ways[*here].hops + 1, true, false};
    }
  }
}

std::shared_ptr<const JoinGraph::Ways> JoinGraph::ways_from(std::size_t from) const {
  {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(from);
    if (found != kept_.end()) return found->second;
  }
  // Searched outside of the lock: of two that search the same, one is kept.
  auto ways = std::make_shared<const Ways>(search(from));
  const std::scoped_lock lock(mutex_);
  return kept_.try_emplace(from, std::move(ways)).first->second;
}

std::optional<std::vector<JoinStep>> JoinGraph::way(const catalog::Entry& from,
                                                    const catalog::Entry& to) const {
  const auto begin = places_.find(&from);
  const auto end = places_.find(&to);
  if (begin == places_.end() || end == places_.end()) return std::nullopt;
  const auto ways = ways_from(begin->second);
  std::size_t at = end->second;
  if (!(*ways)[at].seen) return std::nullopt;
  std::vector<JoinStep> steps;
  for (; at != begin->second; at = (*ways)[at].before) {
    const Edge& edge = (*ways)[at].edge;
    steps.push_back(
        {nodes_[at].vendor, nodes_[at].entry, edge.from_field, edge.to_field, edge.by_meaning});
  }
  std::ranges::reverse(steps);
  return steps;
}

}  // namespace sluice::analytics
