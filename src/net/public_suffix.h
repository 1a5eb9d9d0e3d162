#pragma once
#include <string_view>

namespace sluice::net {

// Mozilla's list of the names under which registries let others register, as libpsl carries it;
// the copy that the library was built with, so that every machine with the same packages decides
// alike. Both functions take a canonical host name (canonical_host_name) and no address.

// Whether the name is a registry's own: "com", "co.uk", "kawasaki.jp". Names under which a company
// lets its customers put pages ("github.io") are none: the company itself may serve there.
[[nodiscard]] bool is_registry_name(std::string_view host);

// Whether the public name system knows the last label: false for "lan", "corp", "localdomain" and
// whatever else a network uses for itself, and for top-level domains newer than the list.
[[nodiscard]] bool is_known_top_level(std::string_view label);

}  // namespace sluice::net
