#pragma once
#include "authoring/vendor_facts.h"
#include "base/json.h"

#include <expected>
#include <string>
#include <vector>

namespace sluice::authoring {

// The two files of a vendor's stand-in that need no sample data, as far as a machine can write them
// (src/sandbox/README.md says what a stand-in is).
struct StandInDraft {
  OrderedJson profile;  // One entry of sandbox/vendors.json.
  OrderedJson tools;    // sandbox/tools/SLUG.json.
};

// `definitions`: raw JSON of a captured list; what a tool takes is read off it where it is there,
// and off the facts otherwise. A tool that the facts do not know is unclear. Where facts are silent
// about the sign-in, the plainest one is assumed: a public client that registers itself. The error
// is a sentence.
[[nodiscard]] std::expected<StandInDraft, std::string> draft_stand_in(
    const VendorFacts& facts, const std::vector<std::string>& definitions);

}  // namespace sluice::authoring
