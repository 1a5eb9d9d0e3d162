#pragma once
#include "catalog/catalog.h"
#include "oauth/document_rules.h"
#include "oauth/registration.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// Who this server is to the authorization servers of vendors, and what it holds them to.
struct ClientIdentity {
  std::string public_url;
  // Only beside the sandbox: the origins that it answers.
  std::vector<std::string> excepted_origins = {};

  // The one redirect URI of this server, kept for ever.
  [[nodiscard]] std::string redirect_uri() const { return public_url + "/oauth/callback"; }
  // Where the Client ID Metadata Document is.
  [[nodiscard]] std::string metadata_url() const {
    return public_url + "/oauth/client-metadata.json";
  }
  // What is registered, and what the metadata document says: the same words in both.
  [[nodiscard]] oauth::ClientProfile profile() const;
  // The strict rules, loosened only where the reviewed row says so.
  [[nodiscard]] oauth::DocumentRules rules_for(const catalog::Vendor& vendor) const;
};

// Whether an authorization server of this issuer may be asked: a row that names one admits no
// other, and a client that the operator registered by hand is shown to nobody else, so that a
// vendor's MCP server cannot send its secret elsewhere. `parameters` choose the server, where the
// vendor has several.
[[nodiscard]] bool admits_issuer(const catalog::Vendor& vendor, const Json& parameters,
                                 std::string_view issuer, oauth::RegistrationKind kind);

}  // namespace sluice::calls
