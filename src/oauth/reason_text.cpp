#include "oauth/reason_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::oauth {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> explanations{{
    {"issuer_mismatch",
     "The document speaks of another issuer than the one it was asked of, so nothing was sent. Do "
     "not sign in there; ask the vendor which issuer is right."},
    {"resource_mismatch",
     "The document speaks of another server than the one it was asked of, so nothing was sent. "
     "Check the server's address."},
    {"no_authorization_server",
     "The document names nobody who could grant access. Ask the vendor how to sign in."},
    {"address_literal",
     "The document gives an address by number instead of by name, which may lie inside this "
     "network, so it was not asked. Tell the vendor."},
    {"private_name",
     "The document gives an address that only exists inside a private network, so it was not "
     "asked. Tell the vendor."},
    {"own_origin",
     "The document leads back to this very server, so it was not asked. Tell the vendor."},
    {"not_an_https_url",
     "The document gives something else than an https address, so it was not opened. Tell the "
     "vendor."},
    {"port",
     "The document gives an address on a port other than 443 and 8443, so it was not asked. Tell "
     "the vendor."},
    {"endpoint_sets_our_parameter",
     "The document gives an address that decides what is ours to ask for. Tell the vendor."},
    {"no_s256",
     "The server does not say that it checks proof keys (PKCE, S256), without which a code could "
     "be stolen. Ask the vendor to support it."},
    {"no_code_response", "The server offers no sign-in by authorization code. Ask the vendor."},
    {"no_code_grant", "The server offers no sign-in by authorization code. Ask the vendor."},
    {"no_usable_client_authentication",
     "The server knows no way to recognise this program. Ask the vendor for a client id."},
    {"bad_token",
     "The token is longer than 32 KiB or holds characters that no token has, so it was not kept. "
     "Connect again; tell the vendor if it stays."},
    {"token_type", "The token is of a kind that is not used here. Tell the vendor."},
    {"missing_member", "The document lacks a part that it must have. Tell the vendor."},
    {"wrong_type", "A part of the document is of the wrong kind. Tell the vendor."},
    {"too_many_entries",
     "A list in the document has more than 1,000 entries, so it was not used. Tell the vendor."},
    {"too_many_authorization_servers",
     "The document names more than 16 servers that could grant access, so none was asked. Tell the "
     "vendor."},
    {"redirected",
     "The server sends its clients to another address, which is not followed. Tell the vendor."},
}};

}  // namespace

std::string_view explain(std::string_view reason) {
  const auto found =
      std::ranges::find(explanations, reason, [](const auto& entry) { return entry.first; });
  if (found != explanations.end()) return found->second;
  return "The document is not acceptable, so it was not used. Tell the vendor.";
}

}  // namespace sluice::oauth
