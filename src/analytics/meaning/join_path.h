#pragma once
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

// The cheapest way over declared joins: inside a vendor by id, across vendors by a shared meaning
// that one side declares as a join. Nothing when there is none of at most hops_max steps.
inline constexpr std::size_t hops_max = 5;
[[nodiscard]] std::optional<std::vector<Hop>> join_path(const Meaning& meaning, Place from,
                                                        Place to);

}  // namespace sluice::analytics
