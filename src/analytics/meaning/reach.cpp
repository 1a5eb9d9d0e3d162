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
  visit(vendors, vendor, from, 0);
}

std::optional<int> Reach::distance(const catalog::Entry* entry) const {
  const auto found = distances_.find(entry);
  if (found == distances_.end()) return std::nullopt;
  return found->second;
}

void Reach::visit(const std::vector<VendorMeaning>& vendors, std::size_t vendor,
                  const catalog::Entry& entry, int distance) {
  const auto known = distances_.find(&entry);
  if (distance > distance_max || (known != distances_.end() && known->second <= distance)) return;
  distances_[&entry] = distance;
  for (const catalog::Join& join : entry.joins) {
    const std::size_t dot = join.to.find('.');
    const catalog::Entry* own = find_entry(vendors[vendor], join.to.substr(0, dot));
    if (own != nullptr) {
      visit(vendors, vendor, *own, distance + 1);
      continue;
    }
    for (std::size_t other = 0; other < vendors.size(); ++other) {
      for (const catalog::Entry& target : vendors[other].vendor->entries)
        if (&target != &entry && identifies(target, join.to))
          visit(vendors, other, target, distance + (other == vendor ? 1 : across_vendors));
    }
  }
}

}  // namespace sluice::analytics
