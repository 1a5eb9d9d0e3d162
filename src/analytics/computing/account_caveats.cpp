#include "analytics/computing/account_caveats.h"

#include "analytics/meaning/accounts.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// Its rows are sums of the vendor's, not what was summed.
[[nodiscard]] bool counts_by_itself(const catalog::Entry& entry, const catalog::Measure& measure) {
  return !measure.arguments.is_null() ||
         std::ranges::any_of(entry.fields,
                             [](const catalog::Field& field) { return !field.grouped_by.empty(); });
}

[[nodiscard]] bool tells_apart(const QueryPlan& plan, const std::string& vendor) {
  return std::ranges::any_of(plan.dimensions, [&](const Dimension& each) {
    return each.field.vendor == vendor && each.field.name == account_field;
  });
}

}  // namespace

std::vector<std::string> caveats_of_accounts(const QueryPlan& plan, const Meaning& meaning) {
  std::vector<std::string> caveats;
  for (const Reference& reference : plan.measures) {
    const VendorMeaning* vendor = meaning.vendor(reference.vendor);
    const catalog::Entry* entry = meaning.entry(reference);
    if (vendor == nullptr || entry == nullptr || !has_accounts(*vendor)) continue;
    const auto measure = measure_named(*entry, reference.name);
    if (!measure || measure->additive || !counts_by_itself(*entry, *measure)) continue;
    constexpr std::size_t one = 1;
    if (tells_apart(plan, reference.vendor) || accounts_within(*vendor, plan.filters).size() <= one)
      continue;
    caveats.push_back(label_of(*measure) + " is put together from what " + vendor->vendor->name +
                      " says of each account: what is in several of them counts in each.");
  }
  return caveats;
}

}  // namespace sluice::analytics
