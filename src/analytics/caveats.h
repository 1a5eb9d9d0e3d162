#pragma once
#include "sources/fetch.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// Sentences for the person about what a fetch could not bring: rows beyond a limit, money without
// an exchange rate. Empty when nothing is missing.
[[nodiscard]] std::vector<std::string> caveats_of(const sources::Fetched& fetched,
                                                  std::string_view vendor_name);

}  // namespace sluice::analytics
