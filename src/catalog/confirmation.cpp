#include "catalog/confirmation.h"

#include <algorithm>

namespace sluice::catalog {
namespace {

// "3 of 12 read tools and 1 of 4 kinds of data"; empty: none.
std::string parts_text(const Vendor& vendor) {
  const auto count = [](const auto& list, const auto& is) {
    return static_cast<std::size_t>(std::ranges::count_if(list, is));
  };
  const std::size_t reads = count(vendor.tools, &Tool::callable);
  const std::size_t tools =
      count(vendor.tools, [](const Tool& tool) { return tool.callable() && !tool.verified; });
  const std::size_t entries =
      count(vendor.entries, [](const Entry& entry) { return !entry.verified; });
  std::string text;
  if (tools > 0) text = std::to_string(tools) + " of " + std::to_string(reads) + " read tools";
  if (entries > 0)
    text += (text.empty() ? "" : " and ") + std::to_string(entries) + " of " +
            std::to_string(vendor.entries.size()) + " kinds of data";
  return text;
}

// The latest day on which something of it was looked at and not confirmed.
std::string latest(const Vendor& vendor) {
  std::string day;
  if (!vendor.verified) day = vendor.reviewed;
  for (const Tool& tool : vendor.tools)
    if (tool.callable() && !tool.verified) day = std::max(day, reviewed_on(vendor, tool));
  for (const Entry& entry : vendor.entries)
    if (!entry.verified) day = std::max(day, reviewed_on(vendor, entry));
  return day;
}

}  // namespace

std::string unconfirmed_text(const Vendor& vendor) {
  const std::string parts = parts_text(vendor);
  if (vendor.verified && parts.empty()) return {};
  const std::string what =
      vendor.verified ? parts : "its sign-in and tools" + (parts.empty() ? "" : ", " + parts);
  return "Not confirmed with " + vendor.name + " as of " + latest(vendor) + ": " + what +
         ". What is known of them comes from documents and reports of others.";
}

const std::string& reviewed_on(const Vendor& vendor, const Tool& tool) {
  return tool.reviewed.empty() ? vendor.reviewed : tool.reviewed;
}

const std::string& reviewed_on(const Vendor& vendor, const Entry& entry) {
  return entry.reviewed.empty() ? vendor.reviewed : entry.reviewed;
}

}  // namespace sluice::catalog
