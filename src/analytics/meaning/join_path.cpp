#include "analytics/meaning/join_path.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace sluice::analytics {
namespace {

struct Edge {
  Hop hop;
  int cost = 0;
};

// Joins along a key are sure; against it (one customer, many invoices) less wanted; a shared
// meaning is tried by how well it identifies.
constexpr int along_cost = 1;
constexpr int against_cost = 3;
constexpr std::array meanings = {"company.domain", "work.key",     "order.id",    "person.email",
                                 "staff.email",    "person.login", "staff.login", "company.name",
                                 "person.name",    "staff.name"};

[[nodiscard]] int meaning_cost(std::string_view meaning) {
  const auto found = std::find(meanings.begin(), meanings.end(), meaning);
  return 4 + static_cast<int>(found - meanings.begin());
}

// The entry and field of "customers.id"; no entry when it is a meaning.
struct Target {
  const catalog::Entry* entry = nullptr;
  std::string field;
};
[[nodiscard]] Target target_of(const VendorMeaning& vendor, const catalog::Join& join) {
  const auto dot = join.to.find('.');
  if (dot == std::string::npos) return {};
  const catalog::Entry* entry = vendor.vendor->find_entry(join.to.substr(0, dot));
  return {.entry = entry, .field = join.to.substr(dot + 1)};
}

void add_edges_inside(Place from, std::vector<Edge>& edges) {
  for (const catalog::Join& join : from.entry->joins) {
    const Target target = target_of(*from.vendor, join);
    if (target.entry == nullptr) continue;
    edges.push_back({.hop = {.to = {from.vendor, target.entry},
                             .from_field = join.field,
                             .to_field = target.field},
                     .cost = along_cost});
  }
  for (const catalog::Entry& other : from.vendor->vendor->entries) {
    for (const catalog::Join& join : other.joins) {
      const Target target = target_of(*from.vendor, join);
      if (target.entry != from.entry || &other == from.entry) continue;
      edges.push_back(
          {.hop = {.to = {from.vendor, &other}, .from_field = target.field, .to_field = join.field},
           .cost = against_cost});
    }
  }
}

// A field of the entry that stands for a meaning, and whether the row declares it as a join.
struct Key {
  std::string meaning;
  std::string field;
  bool declared = false;
};
[[nodiscard]] std::vector<Key> keys_of(Place place) {
  std::vector<Key> keys;
  for (const catalog::Join& join : place.entry->joins) {
    if (target_of(*place.vendor, join).entry != nullptr) continue;
    keys.push_back({.meaning = join.to, .field = join.field, .declared = true});
  }
  for (const catalog::Field& field : place.entry->fields) {
    if (!field.meaning.empty()) keys.push_back({.meaning = field.meaning, .field = field.name});
  }
  return keys;
}

// The keys of all entries by their meaning, made once for a search.
class KeysByMeaning {
 public:
  explicit KeysByMeaning(const Meaning& meaning) {
    for (const VendorMeaning& vendor : meaning.vendors())
      for (const catalog::Entry& entry : vendor.vendor->entries)
        for (Key& key : keys_of({&vendor, &entry}))
          held_[key.meaning].push_back({{&vendor, &entry}, std::move(key)});
  }

  // One edge for each meaning that both carry and at least one declares.
  void add_edges(Place from, std::vector<Edge>& edges) const {
    for (const Key& own : keys_of(from)) {
      const auto held = held_.find(own.meaning);
      if (held == held_.end()) continue;
      const catalog::Entry* done = nullptr;  // Keys of one entry stand beside each other.
      for (const auto& [to, key] : held->second) {
        if (to.entry == from.entry || to.entry == done || !(key.declared || own.declared)) continue;
        done = to.entry;
        edges.push_back(
            {.hop = {.to = to, .from_field = own.field, .to_field = key.field, .by_meaning = true},
             .cost = meaning_cost(own.meaning)});
      }
    }
  }

 private:
  std::unordered_map<std::string, std::vector<std::pair<Place, Key>>> held_;
};

struct Visit {
  Place place;
  int cost = 0;
  std::vector<Hop> path;
  bool settled = false;
};

[[nodiscard]] Visit* cheapest(std::vector<Visit>& visits) {
  Visit* best = nullptr;
  for (Visit& visit : visits) {
    if (!visit.settled && (best == nullptr || visit.cost < best->cost)) best = &visit;
  }
  return best;
}

void relax(std::vector<Visit>& visits, const Visit& from, const Edge& edge) {
  const auto known = std::find_if(visits.begin(), visits.end(), [&edge](const Visit& visit) {
    return visit.place == edge.hop.to;
  });
  const int cost = from.cost + edge.cost;
  if (known != visits.end() && (known->settled || known->cost <= cost)) return;
  Visit next{.place = edge.hop.to, .cost = cost, .path = from.path};
  next.path.push_back(edge.hop);
  if (known != visits.end()) {
    *known = std::move(next);
  } else {
    visits.push_back(std::move(next));
  }
}

}  // namespace

std::optional<std::vector<Hop>> join_path(const Meaning& meaning, Place from, Place to) {
  const KeysByMeaning keys(meaning);
  std::vector<Visit> visits{{.place = from, .path = {}}};
  while (Visit* found = cheapest(visits)) {
    found->settled = true;
    if (found->place == to) return found->path;
    if (found->path.size() >= hops_max) continue;
    const Visit here = *found;  // Relaxing may move the list.
    std::vector<Edge> edges;
    add_edges_inside(here.place, edges);
    keys.add_edges(here.place, edges);
    for (const Edge& edge : edges)
      relax(visits, here, edge);
  }
  return std::nullopt;
}

}  // namespace sluice::analytics
