#include "net/egress_refusal.h"

namespace sluice::net {

std::string_view to_text(EgressReason reason) {
  switch (reason) {
    case EgressReason::ambiguous_authority: return "ambiguous_authority";
    case EgressReason::bad_escape: return "bad_escape";
    case EgressReason::bad_port: return "bad_port";
    case EgressReason::empty_host: return "empty_host";
    case EgressReason::encoded_host: return "encoded_host";
    case EgressReason::forbidden_character: return "forbidden_character";
    case EgressReason::ip_literal: return "ip_literal";
    case EgressReason::malformed_host: return "malformed_host";
    case EgressReason::not_a_url: return "not_a_url";
    case EgressReason::not_public_address: return "not_public_address";
    case EgressReason::own_address: return "own_address";
    case EgressReason::port_not_allowed: return "port_not_allowed";
    case EgressReason::redirect_loop: return "redirect_loop";
    case EgressReason::redirect_to_other_origin: return "redirect_to_other_origin";
    case EgressReason::registry_name: return "registry_name";
    case EgressReason::scheme_not_allowed: return "scheme_not_allowed";
    case EgressReason::single_label: return "single_label";
    case EgressReason::special_name: return "special_name";
    case EgressReason::too_many_addresses: return "too_many_addresses";
    case EgressReason::unresolvable: return "unresolvable";
    case EgressReason::url_too_long: return "url_too_long";
    case EgressReason::userinfo_not_allowed: return "userinfo_not_allowed";
  }
  return {};
}

}  // namespace sluice::net
