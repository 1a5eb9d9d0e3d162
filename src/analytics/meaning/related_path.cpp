#include "analytics/meaning/related_path.h"

#include "analytics/meaning/reach.h"

#include <string_view>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string_view kind_of(std::string_view meaning) {
  return meaning.substr(0, meaning.find('.'));
}

// Whether there is one row a value: a key, the rows' name, or what means the same thing as their
// name ("company.domain" where rows are called by "company.name").
[[nodiscard]] bool identifies(const catalog::Entry& entry, std::string_view name) {
  const catalog::Field* field = find_field(entry, name);
  if (field == nullptr) return false;
  if (field->role == "key" || field->name == entry.name_field) return true;
  const catalog::Field* own = find_field(entry, entry.name_field);
  return own != nullptr && !field->meaning.empty() &&
         kind_of(field->meaning) == kind_of(own->meaning);
}

enum class Direction { up, down, across, neither };

[[nodiscard]] Direction direction_of(const catalog::Entry& from, const Hop& hop) {
  const bool one_before = identifies(from, hop.from_field);
  const bool one_behind = identifies(*hop.to.entry, hop.to_field);
  if (one_before && one_behind) return Direction::across;
  if (one_behind) return Direction::up;
  return one_before ? Direction::down : Direction::neither;
}

// Rows that are companies: what is done with one of them is about it, whoever it was.
[[nodiscard]] bool is_company(const catalog::Entry& entry) {
  const catalog::Field* name = find_field(entry, entry.name_field);
  return name != nullptr && kind_of(name->meaning) == "company";
}

[[nodiscard]] bool belongs(const catalog::Entry& from, const std::vector<Hop>& path,
                           std::string_view counted_by) {
  bool up = false;
  bool parties = is_party(from);
  for (std::size_t at = 0; at < path.size(); ++at) {
    const catalog::Entry& before = at == 0 ? from : *path[at - 1].to.entry;
    switch (direction_of(before, path[at])) {
      case Direction::across: break;
      case Direction::up:
        // What is counted is the one that the rows lead to, not the rows.
        if (at == 0 && path[at].from_field == counted_by) break;
        up = true;
        parties = parties && is_party(*path[at].to.entry);
        break;
      case Direction::down:
        if (up && !parties && !is_company(before)) return false;
        break;
      case Direction::neither: return false;
    }
  }
  return true;
}

}  // namespace

bool is_party(const catalog::Entry& entry) {
  const catalog::Field* name = find_field(entry, entry.name_field);
  if (name == nullptr) return false;
  const std::string_view kind = kind_of(name->meaning);
  return kind == "company" || kind == "person";
}

bool leads_up_only(const catalog::Entry& from, const std::vector<Hop>& path) {
  bool up = false;
  for (std::size_t at = 0; at < path.size(); ++at) {
    const catalog::Entry& before = at == 0 ? from : *path[at - 1].to.entry;
    const Direction direction = direction_of(before, path[at]);
    if (direction == Direction::down) return false;
    up = up || direction == Direction::up;
  }
  return up;
}

std::optional<std::vector<Hop>> related_path(const Meaning& meaning, Place from, Place to) {
  return related_path(meaning, from, catalog::Measure(), to);
}

std::optional<std::vector<Hop>> related_path(const Meaning& meaning, Place from,
                                             const catalog::Measure& counted, Place to) {
  return related_path(meaning.vendors(), JoinGraph(meaning.vendors()), *from.entry, counted,
                      *to.entry);
}

std::optional<std::vector<Hop>> related_path(const std::vector<VendorMeaning>& vendors,
                                             const JoinGraph& graph, const catalog::Entry& from,
                                             const catalog::Measure& counted,
                                             const catalog::Entry& to) {
  auto path = join_path(vendors, graph, from, to);
  if (!path || path->empty() || !belongs(from, *path, counted.key)) return std::nullopt;
  return path;
}

}  // namespace sluice::analytics
