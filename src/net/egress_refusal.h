#pragma once
#include <string>
#include <string_view>

namespace sluice::net {

// Why an address may not be asked. Closed: whoever treats one reason apart switches over it or
// compares it, and never looks into a text.
enum class EgressReason {
  ambiguous_authority,
  bad_escape,
  bad_port,
  empty_host,
  encoded_host,
  forbidden_character,
  ip_literal,
  malformed_host,
  not_a_url,
  not_public_address,
  own_address,
  port_not_allowed,
  redirect_loop,
  redirect_to_other_origin,
  registry_name,
  scheme_not_allowed,
  single_label,
  special_name,
  too_many_addresses,
  unresolvable,  // The name has no address: no refusal of ours, but nobody is there.
  url_too_long,
  userinfo_not_allowed,
};

struct EgressRefusal {
  EgressReason reason = EgressReason::not_a_url;
  std::string detail;  // A sentence for a person.
};

// The name of the enumerator: stable, for machines (`sluice check url`, logs).
[[nodiscard]] std::string_view to_text(EgressReason reason);

}  // namespace sluice::net
