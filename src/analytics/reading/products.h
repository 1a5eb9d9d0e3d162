#pragma once
#include "analytics/reading/scene.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// A product that is named in the question, and is not connected: a vendor of the catalog, or one
// that nobody can connect here. Its name as written.
struct NamedProduct {
  std::string name;
  std::string slug;  // Empty: not in the catalog.
};
[[nodiscard]] std::optional<NamedProduct> absent_product(const Scene& scene);

}  // namespace sluice::analytics
