#pragma once
#include "app/open_data.h"
#include "base/clock.h"
#include "base/random.h"

#include <expected>
#include <string>

namespace sluice::app {

// Seals the key of the audit trail and every organization's credentials anew under the primary key
// of `data.ring`, one organization after the other, each recorded in its own trail. Returns how
// many credentials were sealed. The error is a sentence for the operator: a credential that no key
// of the ring opens; the organizations before it are done, so running it again goes on. Blocks.
[[nodiscard]] std::expected<int, std::string> seal_all_anew(const OpenData& data,
                                                            const Clock& clock, Random& random);

}  // namespace sluice::app
