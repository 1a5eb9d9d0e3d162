#include "analytics/meaning/reach.h"

#include <deque>

namespace sluice::analytics {
namespace {

constexpr int distance_max = 5;
constexpr int across_vendors = 2;

// A meaning is joined to the entry that it identifies; to any other it would multiply rows.
[[nodiscard]] bool identifies(const catalog::Entry& entry, const std::string& meaning) {
  for (const catalog::Field& field : entry.fields) {
    if (field.meaning != meaning) continue;
    if (field.role == "key" || field.role == "name" || field.name == entry.name_field) return true;
    // "company.domain" identifies the entry whose rows are companies.
    const std::string kind = meaning.substr(0, meaning.find('.'));
    const bool named = entry.name.find(kind) != std::string::npos;
    if (named) return true;
    for (const catalog::Field& name : entry.fields)
      if (name.name == entry.name_field && name.meaning.starts_with(kind + ".")) return true;
  }
  return false;
}

}  // namespace

const catalog::Field* find_field(const catalog::Entry& entry, std::string_view name) {
  for (const catalog::Field& field : entry.fields)
    if (field.name == name) return &field;
  return nullptr;
}

const catalog::Entry* find_entry(const VendorMeaning& vendor, std::string_view name) {
  return vendor.vendor->find_entry(name);
}

const catalog::Measure* find_measure(const catalog::Entry& entry, std::string_view name) {
  for (const catalog::Measure& measure : entry.measures)
    if (measure.name == name) return &measure;
  return nullptr;
}

Reach::Reach(const std::vector<VendorMeaning>& vendors, std::size_t vendor,
             const catalog::Entry& from) {
  visit(vendors, join_targets(vendors), vendor, from, 0);
}

Reach::Reach(const std::vector<VendorMeaning>& vendors, const JoinTargets& targets,
             std::size_t vendor, const catalog::Entry& from) {
  visit(vendors, targets, vendor, from, 0);
}

JoinTargets join_targets(const std::vector<VendorMeaning>& vendors) {
  JoinTargets targets;
  for (const VendorMeaning& vendor : vendors)
    for (const catalog::Entry& entry : vendor.vendor->entries)
      for (const catalog::Join& join : entry.joins)
        targets.try_emplace(join.to);
  for (auto& [meaning, entries] : targets)
    for (std::size_t vendor = 0; vendor < vendors.size(); ++vendor)
      for (const catalog::Entry& entry : vendors[vendor].vendor->entries)
        if (identifies(entry, meaning)) entries.emplace_back(vendor, &entry);
  return targets;
}

std::shared_ptr<const Reach> ReachCache::of(const std::vector<VendorMeaning>& vendors,
                                            const JoinTargets& targets, std::size_t vendor,
                                            const catalog::Entry& from) const {
  {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(&from);
    if (found != kept_.end()) return found->second;
  }
  // Worked out outside of the lock: of two that do the same, one is kept.
  auto reach = std::make_shared<const Reach>(vendors, targets, vendor, from);
  const std::scoped_lock lock(mutex_);
  return kept_.try_emplace(&from, std::move(reach)).first->second;
}

std::optional<int> Reach::distance(const catalog::Entry* entry) const {
  const auto found = distances_.find(entry);
  if (found == distances_.end()) return std::nullopt;
  return found->second;
}

void Reach::visit(const std::vector<VendorMeaning>& vendors, const JoinTargets& targets,
                  std::size_t vendor, const catalog::Entry& entry, int distance) {
  const auto known = distances_.find(&entry);
  if (distance > distance_max || (known != distances_.end() && known->second <= distance)) return;
  distances_[&entry] = distance;
  for (const catalog::Join& join : entry.joins) {
    const std::size_t dot = join.to.find('.');
    const catalog::Entry* own = find_entry(vendors[vendor], join.to.substr(0, dot));
    if (own != nullptr) {
      visit(vendors, targets, vendor, *own, distance + 1);
      continue;
    }
    const auto identified = targets.find(join.to);
    if (identified == targets.end()) continue;
    for (const auto& [other, target] : identified->second)
      if (target != &entry)
        visit(vendors, targets, other, *target, distance + (other == vendor ? 1 : across_vendors));
  }
}

}  // namespace sluice::analytics
