#pragma once
#include "net/egress_refusal.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::net {

// The canonical ASCII form of a host name (UTS 46, nontransitional), or why it has none.
[[nodiscard]] std::expected<std::string, EgressRefusal> canonical_host_name(std::string_view host);

// Whether a canonical name can only mean something inside a private network, on this machine, or
// nothing at all, or is a registry's own (public_suffix.h); the answer says what ("a name of this
// machine or its network").
[[nodiscard]] std::optional<EgressRefusal> special_host_name(std::string_view host);

}  // namespace sluice::net
